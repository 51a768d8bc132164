import { sizeOf } from '@fer/core';
import { isIntegerType, type Numbers } from '../elements.ts';
import { ONNX_LIMITS } from '../limits.ts';
import type { Operation } from '../operation.ts';
import { type Constant, fileShape, placesOf, stridesOf } from '../value.ts';

/** Computes a constant of constants. */
type Fold = (operation: Operation) => Constant;

/** What exporters compute of constants alone: shapes for a flatten, turned weights. */
export const FOLDS: { readonly [operator: string]: Fold } = {
  Constant: foldConstant,
  ConstantOfShape(operation) {
    const { data = Float32Array.of(0) } = operation.tensor('value') ?? {};
    const shape = checked(operation, operation.listOf(operation.constant(0)));
    return { shape, data: arrayLike(data, sizeOf(shape)).fill(data[0] ?? 0) };
  },
  Identity: (operation) => operation.constant(0),
  Dropout(operation) {
    operation.ignore('ratio', 'seed', 'is_test');
    return operation.constant(0);
  },
  Cast(operation) {
    operation.ignore('saturate', 'round_mode');
    const { shape, data } = operation.constant(0);
    const isInteger = isIntegerType(operation.integer('to', 1));
    operation.writer.reserve(data.length);
    return { shape, data: isInteger ? Float64Array.from(data, Math.trunc) : Float32Array.from(data) };
  },
  Shape(operation) {
    const [start, end] = [operation.integer('start', 0), operation.integer('end', Number.MAX_SAFE_INTEGER)];
    const value = operation.inputs[0];
    const sizes =
      value === undefined || 'data' in value
        ? operation.constant(0).shape
        : [operation.batch, ...fileShape(value)];
    return vector(sizes.slice(start, end));
  },
  Gather(operation) {
    const { shape, data } = operation.constant(0);
    const indices = operation.constant(1);
    const axis = operation.integer('axis', 0);
    if (shape.length !== 1 || (axis !== 0 && axis !== -1))
      throw operation.unsupported('gathers of more than a list');
    checked(operation, indices.shape);
    const places = operation.listOf(indices).map((index) => (index < 0 ? index + data.length : index));
    if (places.some((place) => data[place] === undefined))
      throw operation.unsupported('gathers beyond a list');
    return { shape: indices.shape, data: arrayLike(data, places.length).map((_, i) => data[places[i]!]!) };
  },
  Slice: foldSlice,
  Concat(operation) {
    operation.ignore('axis');
    const parts = operation.inputs.map((_, index) => operation.constant(index));
    if (parts.some(({ shape }) => shape.length !== 1))
      throw operation.unsupported('joins constants that are no lists');
    const length = parts.reduce((sum, { data }) => sum + data.length, 0);
    checked(operation, [length]);
    const isInteger = parts.every(({ data }) => data instanceof Float64Array);
    const joined = isInteger ? new Float64Array(length) : new Float32Array(length);
    let at = 0;
    for (const { data } of parts) {
      joined.set(data, at);
      at += data.length;
    }
    return { shape: [length], data: joined };
  },
  Unsqueeze(operation) {
    const { shape, data } = operation.constant(0);
    const axes = operation.integersOr('axes', 1) ?? [];
    const rank = shape.length + axes.length;
    if (rank > ONNX_LIMITS.rank) throw operation.unsupported(`makes ${rank} axes`);
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const rest = [...shape];
    return {
      shape: Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? 1 : (rest.shift() ?? 1))),
      data,
    };
  },
  Squeeze(operation) {
    const { shape, data } = operation.constant(0);
    const axes = operation.integersOr('axes', 1)?.map((axis) => (axis < 0 ? axis + shape.length : axis));
    const left = shape.filter((size, axis) => !(axes?.includes(axis) ?? size === 1));
    if (sizeOf(left) !== sizeOf(shape))
      throw operation.unsupported(`leaves out axes of [${shape}] that are not 1`);
    return { shape: left, data };
  },
  Reshape(operation) {
    const { shape, data } = operation.constant(0);
    const target = operation.integersOr('shape', 1) ?? [];
    operation.ignore('allowzero');
    const sizes = target.map((size, axis) => (size === 0 ? (shape[axis] ?? 0) : size));
    const open = sizes.indexOf(-1);
    if (open !== -1) sizes[open] = data.length / sizeOf(sizes.filter((_, axis) => axis !== open));
    const isFitting =
      sizes.every((size) => Number.isInteger(size) && size >= 0) && sizeOf(sizes) === data.length;
    if (!isFitting || sizes.length > ONNX_LIMITS.rank)
      throw operation.unsupported(`makes [${target}] of [${shape}]`);
    return { shape: sizes, data };
  },
  Flatten(operation) {
    const { shape, data } = operation.constant(0);
    const axis = operation.integer('axis', 1);
    const rows = sizeOf(shape.slice(0, axis));
    return { shape: [rows, data.length / Math.max(1, rows)], data };
  },
  Transpose(operation) {
    const { shape, data } = operation.constant(0);
    const order = operation.integers('perm') ?? [...shape.keys()].reverse();
    if ([...order].sort((a, b) => a - b).join() !== [...shape.keys()].join()) {
      throw operation.unsupported(`turns [${shape}] by perm [${order}]`);
    }
    operation.writer.reserve(data.length);
    const from = stridesOf(shape);
    const target = order.map((axis) => shape[axis]!);
    const places = placesOf(
      target,
      order.map((axis) => from[axis]!),
    );
    return { shape: target, data: arrayLike(data, data.length).map((_, i) => data[places[i]!]!) };
  },
  Add: arithmetic((x, y) => x + y),
  Sub: arithmetic((x, y) => x - y),
  Mul: arithmetic((x, y) => x * y),
  Div: arithmetic((x, y) => x / y),
  Max: arithmetic(Math.max),
  Min: arithmetic(Math.min),
  Neg: unary((x) => -x),
  Ceil: unary(Math.ceil),
  Floor: unary(Math.floor),
  Sqrt: unary(Math.sqrt),
};

function foldConstant(operation: Operation): Constant {
  const tensor = operation.tensor('value');
  if (tensor !== undefined) return tensor;
  if (operation.has('value_float'))
    return { shape: [], data: Float32Array.of(operation.float('value_float', 0)) };
  if (operation.has('value_int'))
    return { shape: [], data: Float64Array.of(operation.integer('value_int', 0)) };
  if (operation.has('value_floats')) {
    const floats = Float32Array.from(operation.floats('value_floats') ?? []);
    return { shape: [floats.length], data: floats };
  }
  return vector(operation.integers('value_ints') ?? []);
}

/** Parts of axes, also backwards, as PyTorch's exporter puts pads into ONNX's order. */
function foldSlice(operation: Operation): Constant {
  const { shape, data } = operation.constant(0);
  const starts = operation.integersOr('starts', 1) ?? [];
  const ends = operation.integersOr('ends', 2) ?? [];
  const axes = operation.integersOr('axes', 3) ?? [...starts.keys()];
  const steps = operation.integersOr('steps', 4) ?? starts.map(() => 1);
  const sizes = [...shape];
  const strides = stridesOf(shape);
  let first = 0;
  for (const [index, given] of axes.entries()) {
    const axis = given < 0 ? given + shape.length : given;
    const [size, step] = [sizes[axis], steps[index]];
    const isKnown = size !== undefined && step !== undefined && step !== 0;
    if (!isKnown || starts[index] === undefined || ends[index] === undefined) {
      throw operation.unsupported(`cuts [${shape}] from [${starts}] to [${ends}] on [${axes}] by [${steps}]`);
    }
    const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
    const place = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, least), most);
    const [start, end] = [place(starts[index]), place(ends[index])];
    first += start * strides[axis]!;
    sizes[axis] = Math.max(0, Math.ceil((end - start) / step));
    strides[axis]! *= step;
  }
  checked(operation, sizes);
  const places = placesOf(sizes, strides);
  // Steps back wrap around in unsigned numbers, and the first place brings them back.
  return {
    shape: sizes,
    data: arrayLike(data, places.length).map((_, i) => data[(places[i]! + first) >>> 0]!),
  };
}

function unary(compute: (x: number) => number): Fold {
  return (operation) => {
    const { shape, data } = operation.constant(0);
    operation.writer.reserve(data.length);
    return { shape, data: data.map(compute) };
  };
}

/** Number by number, spread as ONNX broadcasts. */
function arithmetic(compute: (x: number, y: number) => number): Fold {
  return (operation) => {
    const [a, b] = [operation.constant(0), operation.constant(1)];
    const rank = Math.max(a.shape.length, b.shape.length);
    const aligned = (shape: readonly number[]) =>
      [...Array(rank - shape.length).fill(1), ...shape] as number[];
    const [left, right] = [aligned(a.shape), aligned(b.shape)];
    const shape = left.map((size, axis) => (size === 1 ? right[axis]! : size));
    if (!right.every((size, axis) => size === 1 || size === shape[axis])) {
      throw operation.unsupported(`computes with [${a.shape}] and [${b.shape}]`);
    }
    if (sizeOf(shape) > Math.max(a.data.length, b.data.length)) checked(operation, shape);
    operation.writer.reserve(sizeOf(shape));
    const isInteger = a.data instanceof Float64Array && b.data instanceof Float64Array;
    const stepsOf = (sizes: readonly number[]) =>
      stridesOf(sizes).map((step, axis) => (sizes[axis] === 1 ? 0 : step));
    const [places, others] = [placesOf(shape, stepsOf(left)), placesOf(shape, stepsOf(right))];
    const data = isInteger ? new Float64Array(places.length) : new Float32Array(places.length);
    for (let i = 0; i < data.length; i++) {
      const value = compute(a.data[places[i]!]!, b.data[others[i]!]!);
      data[i] = isInteger ? Math.trunc(value) : value;
    }
    return { shape, data };
  };
}

function vector(numbers: readonly number[]): Constant {
  return { shape: [numbers.length], data: Float64Array.from(numbers) };
}

function arrayLike(data: Numbers, length: number): Numbers {
  return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

/** Refuses to make a large constant of small ones. */
function checked(operation: Operation, shape: readonly number[]): readonly number[] {
  const isShape =
    shape.length <= ONNX_LIMITS.rank && shape.every((size) => Number.isInteger(size) && size >= 0);
  if (isShape && sizeOf(shape) <= ONNX_LIMITS.pieces) return shape;
  throw operation.unsupported(`makes a constant of [${shape}], more than ${ONNX_LIMITS.pieces} numbers`);
}
