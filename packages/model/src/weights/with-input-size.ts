import { describeValue, FerError, type InputSize, type ModelDefinition } from '@fer/core';
import { MANIFEST_LIMITS } from './manifest.ts';
import type { Weights } from './weights.ts';

/**
 * The same weights for pictures of another size.
 *
 * @param define what is made of them
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no size, or none that the network takes; what `define` throws of the
 * weights as they are
 */
export function withInputSize(
  weights: Weights,
  inputSize: InputSize,
  define: (weights: Weights) => ModelDefinition,
): { weights: Weights; definition: ModelDefinition } {
  assertInputSize(inputSize);
  try {
    const sized = resized(weights, inputSize);
    return { weights: sized, definition: define(sized) };
  } catch (cause) {
    // Weights that are not sound are not so by their size.
    define(weights);
    if (!FerError.isInstance(cause)) throw cause;
    const { width, height } = inputSize;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`inputSize\`: the network does not take pictures of ${width}×${height} pixels. Leave it out, or take one whose end is global. (${cause.message})`,
      { details: { option: 'inputSize', value: inputSize }, cause },
    );
  }
}

function resized(weights: Weights, { width, height }: InputSize): Weights {
  const { graph, input } = weights;
  const sized = { ...weights, input: { ...input, width, height } };
  const [name, ...others] = Object.keys(graph?.inputs ?? {});
  // Graphs may tell the shape of their input themselves.
  if (name === undefined || others.length > 0) return sized;
  return { ...sized, graph: { ...graph!, inputs: { [name]: [height, width, input.channels] } } };
}

function assertInputSize(inputSize: unknown): void {
  const { width, height } = (inputSize ?? {}) as Partial<InputSize>;
  if (isSide(width) && isSide(height)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`inputSize\` must be { width, height } in whole pixels up to ${MANIFEST_LIMITS.inputSide}, but is ${describeValue(inputSize)}.`,
    { details: { option: 'inputSize', value: inputSize } },
  );
}

function isSide(side: number | undefined): boolean {
  return Number.isInteger(side) && side! >= 1 && side! <= MANIFEST_LIMITS.inputSide;
}
