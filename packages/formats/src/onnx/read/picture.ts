import { FerError, sizeOf } from '@fer/core';
import { INPUT } from '../../layer-list.ts';
import type { OnnxGraph, OnnxNode, OnnxValue } from './decode-model.ts';
import { isFloatType } from './elements.ts';
import { shortened } from './failures.ts';
import { ONNX_LIMITS } from './limits.ts';
import { axisOf, type Feature, featureOf } from './value.ts';

/** The input of the network. */
export interface Picture {
  /** What the file calls it. */
  readonly name: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** What the file fixes, else 1. */
  readonly batch: number;
  readonly feature: Feature;
}

/**
 * Reads the only input that is no weight (old files list those, too): `[batch, channels, height, width]` or
 * `[batch, height, width, channels]`.
 *
 * @param inputShape `[height, width, channels]`, where the file leaves sizes open
 * @throws FerError `FER_GRAPH_UNSUPPORTED` if it is no picture
 */
export function readPicture(
  { nodes, inputs, tensors }: OnnxGraph,
  inputShape?: readonly [number, number, number],
): Picture {
  const weights = new Set(tensors.map(({ name }) => name));
  const { name, shape = [] } = onlyInput(inputs.filter((input) => !weights.has(input.name)));
  const [batch, ...sizes] = shape.map((size) => (size !== undefined && size >= 1 ? size : undefined));
  const isColour = (size: number | undefined) => size === 1 || size === 3;
  const readers = nodes.filter((node) => node.inputs.includes(name));
  const isTurned = readers.length > 0 && readers.every(isToChannelsFirst);
  const isLast = isTurned || (isColour(sizes[2]) && !isColour(sizes[0]));
  const known = (isLast ? [0, 1, 2] : [1, 2, 0]).map((axis, place) => sizes[axis] ?? inputShape?.[place]);
  const isFitting =
    shape.length === 4 &&
    known.every((size) => Number.isInteger(size) && size! >= 1) &&
    sizeOf(known as number[]) <= ONNX_LIMITS.numbers &&
    (inputShape === undefined || known.join() === inputShape.join());
  if (!isFitting) throw noPicture(name, shape, sizes, inputShape);

  const [height, width, channels] = known as [number, number, number];
  const memory = [height, width, channels].map(axisOf);
  const axes = isLast ? memory : [memory[2]!, memory[0]!, memory[1]!];
  const feature = featureOf(INPUT, [height, width, channels], axes, memory);
  return { name, shape: [height, width, channels], batch: batch ?? 1, feature };
}

function onlyInput(inputs: readonly OnnxValue[]): OnnxValue {
  const [input, ...more] = inputs;
  if (input !== undefined && more.length === 0 && isFloatType(input.elementType)) return input;
  const names = inputs.map(({ name }) => name);
  throw new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `The ONNX file must take one picture of floats, but takes ${shortened(names.join(', ')) || 'nothing'}.`,
    { details: { inputs: names } },
  );
}

/** NHWC → NCHW, as networks of TensorFlow begin. */
function isToChannelsFirst({ operator, attributes }: OnnxNode): boolean {
  return operator === 'Transpose' && attributes.get('perm')?.integers.join() === '0,3,1,2';
}

function noPicture(
  input: string,
  shape: OnnxValue['shape'],
  sizes: readonly (number | undefined)[],
  inputShape: readonly number[] | undefined,
): FerError {
  const told = sizes.map((size) => size ?? '?').join();
  const open = sizes.includes(undefined) ? ' Give the sizes that it leaves open as `inputShape`.' : '';
  const wanted = inputShape === undefined ? '' : `, and [height, width, channels] must be [${inputShape}]`;
  return new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `The input '${shortened(input)}' of the ONNX file must be a batch of pictures, but is [batch,${shortened(told)}]${wanted}.${open}`,
    { details: { input, shape, inputShape } },
  );
}
