import { tensorOf } from '../../../layer-list.ts';
import type { Operation } from '../operation.ts';
import { type Constant, type Factor, type Feature, filePositions, lengthOf, stridesOf } from '../value.ts';

/** A feature whose last axis in the graph is all along which some constants differ, and those constants along it. */
export interface PerChannel {
  readonly feature: Feature;
  readonly channels: number;
  readonly values: readonly Float32Array[];
}

/**
 * Spreads constants over a feature as ONNX broadcasts them. What differs from channel to channel of a map only stays a
 * vector of its channels; what differs from pixel to pixel makes the map a vector of all its numbers.
 */
export function perChannel(operation: Operation, from: Feature, constants: readonly Constant[]): PerChannel {
  const strides = constants.map((constant) => spread(operation, from, constant));
  const isVaried = (axis: number) => strides.some((steps) => steps[axis] !== 0);
  const varied = new Set(from.axes.flatMap((axis, index) => (isVaried(index) ? axis : [])));
  const first = from.memory.findIndex((factor) => varied.has(factor));
  let feature = from;
  let tail = first === -1 ? [] : from.memory.slice(first);
  if (lengthOf(tail) > 1) feature = operation.writer.withTail(from, tail);
  else tail = lastAxis(from);
  const channels = feature.shape.at(-1)!;
  operation.writer.reserve(channels * (constants.length + 2));
  const values = constants.map(({ data }, index) => {
    if (first === -1) return new Float32Array(channels).fill(data[0]!);
    return Float32Array.from(filePositions(from, tail, strides[index]!), (place) => data[place]!);
  });
  return { feature, channels, values };
}

/** Steps of a constant for each axis of the feature: 0 where it is the same all along. */
function spread(operation: Operation, { axes }: Feature, { shape, data }: Constant): number[] {
  const sizes = [1, ...axes.map(lengthOf)];
  const aligned = [...Array(Math.max(0, sizes.length - shape.length)).fill(1), ...shape];
  const isFitting =
    aligned.length === sizes.length && aligned.every((size, i) => size === 1 || size === sizes[i]);
  if (!isFitting || data.length === 0) {
    throw operation.unsupported(`reads a constant of [${shape}] beside [batch,${sizes.slice(1)}]`);
  }
  return stridesOf(aligned)
    .map((step, axis) => (aligned[axis] === 1 ? 0 : step))
    .slice(1);
}

/** The factors of the last axis in the graph. */
function lastAxis({ shape, memory }: Feature): Factor[] {
  let first = memory.length;
  while (first > 0 && lengthOf(memory.slice(first)) < shape.at(-1)!) first--;
  return memory.slice(first);
}

/** `scale · x + shift`; constants that are not given change nothing. */
export function addAffine(
  operation: Operation,
  from: Feature,
  { scale, shift }: { readonly scale?: Constant; readonly shift?: Constant },
  suffix = '',
): Feature {
  const given = [scale, shift].filter((constant) => constant !== undefined);
  const { feature, channels, values } = perChannel(operation, from, given);
  const vector = (data: Float32Array) => tensorOf([channels], data);
  const layer = operation.add(
    [feature],
    'batchNormalization',
    { epsilon: 0, scale: scale !== undefined, center: shift !== undefined },
    {
      ...(scale && { gamma: vector(values[0]!) }),
      ...(shift && { beta: vector(values.at(-1)!) }),
      moving_mean: vector(new Float32Array(channels)),
      moving_variance: vector(new Float32Array(channels).fill(1)),
    },
    suffix,
  );
  return { ...feature, layer };
}

/** A constant of one number. */
export function scalarOf(value: number): Constant {
  return { shape: [], data: Float32Array.of(value) };
}
