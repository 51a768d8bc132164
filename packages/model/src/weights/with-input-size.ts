import { describeValue, FerError } from '@fer/core';
import { MANIFEST_LIMITS } from './manifest.ts';
import type { Weights } from './weights.ts';

/** Pixels. */
export interface InputSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The same weights for pictures of another size. Whether their network takes that is for `defineModel` to say.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no size
 */
export function withInputSize(weights: Weights, inputSize: InputSize): Weights {
  const { width, height } = (inputSize ?? {}) as Partial<InputSize>;
  if (!isSide(width) || !isSide(height)) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`inputSize\` must be { width, height } in whole pixels up to ${MANIFEST_LIMITS.inputSide}, but is ${describeValue(inputSize)}.`,
      { details: { option: 'inputSize', value: inputSize } },
    );
  }
  const { graph, input } = weights;
  const resized = { ...weights, input: { ...input, width, height } };
  const [name, ...others] = Object.keys(graph?.inputs ?? {});
  // Graphs may tell the shape of their input themselves.
  if (name === undefined || others.length > 0) return resized;
  return { ...resized, graph: { ...graph!, inputs: { [name]: [height, width, input.channels] } } };
}

/** What to say instead of what `defineModel` says of weights that came with a size of the caller's. */
export function sizeRefused({ width, height }: InputSize, cause: FerError): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `\`inputSize\`: the network does not take pictures of ${width}×${height} pixels. Leave it out, or take a network whose end is global. (${cause.message})`,
    { details: { option: 'inputSize', value: { width, height } }, cause },
  );
}

function isSide(side: number | undefined): side is number {
  return Number.isInteger(side) && side! >= 1 && side! <= MANIFEST_LIMITS.inputSide;
}
