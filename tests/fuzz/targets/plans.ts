import {
  assertPlan,
  createInference,
  decodePlan,
  encodePlan,
  type Inference,
  type Plan,
  type PlanActivation,
  type PlanOp,
  type WindowGeometry,
} from '@fer/backend-wasm/inference';
import { interpretPlan } from '@fer/backend-wasm/interpret';
import { murmur3, type Random, sizeOf } from '@fer/core';
import type { FuzzTarget } from '../target.ts';

let alone: Inference;
let together: Inference;

async function prepare(): Promise<void> {
  alone = createInference({ threads: 1 });
  together = createInference({ threads: 2 });
  await Promise.all([alone.start(), together.start()]);
}

/** Plans made by hand, sound or changed field by field: refused, or the same answers from WebAssembly as without it. */
export const plans: FuzzTarget = {
  name: 'plans',
  prepare,
  run: async (random) => {
    const plan = randomPlan(random);
    const windows = random.integer(3);
    const fields = random.integer(3);
    for (let change = 0; change < windows; change++) changeOneWindow(random, plan);
    for (let change = 0; change < fields; change++) changeOneField(random, plan);
    assertPlan(plan);
    return compare(plan, random, windows + fields === 0 ? 'sound' : 'changed');
  },
};

/** Plans as bytes, changed in text, structure and tensors, most often with a checksum that fits again. */
export const planBytes: FuzzTarget = {
  name: 'plan-bytes',
  prepare,
  run: async (random) => {
    const bytes = changeBytes(random, encodePlan(randomPlan(random)));
    return compare(decodePlan(bytes), random, 'read');
  },
};

/** What is refused is a `FerError`, and thrown. */
async function compare(plan: Plan, random: Random, label: string): Promise<string> {
  const inference = random.integer(24) === 0 ? together : alone;
  const interpreted = interpretPlan(plan);
  const { floats, work, largestWeight } = costOf(plan);
  // Within the limits, but not of a case.
  if (floats * plan.batch > 2e6 || work > 2e6) return `${label}, large`;

  const network = await inference.load(plan);
  try {
    const images = 1 + random.integer(Math.min(plan.batch + 2, 9));
    const pixels = numbers(random, images * sizeOf(plan.inputs[0]!.shape), 1);
    const received = await network.predict(pixels, images);
    // Another batch in between must leave no trace.
    await network.predict(pixels.subarray(0, pixels.length / images), 1);
    const again = await network.predict(pixels, images);
    const expected = await interpreted.predict(pixels, images);
    // A NaN may spread over a tile of Winograd's, and large numbers cancel out.
    const isComparable = expected.every(Number.isFinite) && largestWeight <= 10;
    for (const [i, value] of received.entries()) {
      if (!Object.is(value, again[i])) throw finding(plan, `${value}, then ${again[i]} for the same pixels`);
      if (isComparable && !(Math.abs(value - expected[i]!) <= 2e-3)) {
        throw finding(plan, `${value} in WebAssembly, ${expected[i]} without`);
      }
    }
    return isComparable ? label : `${label}, not comparable`;
  } finally {
    network.dispose();
  }
}

function finding({ ops, inputs, batch }: Plan, problem: string): Error {
  const facts = JSON.stringify({ inputs, batch, ops }, (_key, value: unknown) =>
    value instanceof Float32Array ? value.length : value,
  );
  return new Error(`finding: ${problem}: ${facts}`);
}

function costOf({ ops, inputs }: Plan): { floats: number; work: number; largestWeight: number } {
  let floats = sizeOf(inputs[0]!.shape);
  let work = 0;
  let largestWeight = 0;
  for (const op of ops) {
    const length = lengthOf(op);
    floats += length;
    const weights = 'filter' in op ? op.filter : op.type === 'scaleShift' ? op.scale : undefined;
    work += length;
    if ('geometry' in op) {
      const { filterHeight, filterWidth, inChannels } = op.geometry;
      work += length * filterHeight * filterWidth * (op.type === 'conv2d' ? inChannels : 1);
    }
    if (op.type === 'dense') work += op.filter.length;
    for (const tensor of [weights, 'bias' in op ? op.bias : undefined]) {
      for (const weight of tensor ?? []) largestWeight = Math.max(largestWeight, Math.abs(weight));
    }
  }
  return { floats, work, largestWeight };
}

function lengthOf(op: PlanOp): number {
  switch (op.type) {
    case 'dense':
      return op.units;
    case 'globalMaxPool':
    case 'globalAveragePool':
      return op.channels;
    case 'scaleShift':
      return op.pixels * op.channels;
    case 'pad':
      return (op.inHeight + op.top + op.bottom) * (op.inWidth + op.left + op.right) * op.channels;
    case 'add':
    case 'activation':
    case 'subtract':
    case 'multiply':
    case 'maximum':
      return op.length;
    case 'softmax':
    case 'logSoftmax':
      return op.rows * op.channels;
    case 'prelu':
    case 'scaleChannels':
      return op.pixels * op.channels;
    case 'slice':
      return op.pixels * op.count;
    case 'concatenate':
      return op.pixels * op.channels.reduce((sum, channels) => sum + channels, 0);
    case 'permute':
      return sizeOf(op.sizes);
    case 'upSample':
      return op.inHeight * op.rows * op.inWidth * op.columns * op.channels;
    default:
      return op.geometry.outHeight * op.geometry.outWidth * op.geometry.outChannels;
  }
}

type Shape = readonly [height: number, width: number, channels: number];
const between = (random: Random, low: number, high: number) => low + random.integer(high - low + 1);
const numbers = (random: Random, length: number, reach: number) =>
  Float32Array.from({ length }, () => random.uniform(-reach, reach));

const activations: readonly PlanActivation[] = [
  'none',
  'relu',
  'relu6',
  'elu',
  'sigmoid',
  'tanh',
  'softplus',
  'selu',
  'hardSwish',
  'swish',
  'mish',
  'gelu',
];

/** A sound plan of up to nine ops with branches; it ends in a softmax. */
function randomPlan(random: Random): Plan {
  const input: Shape = [between(random, 1, 20), between(random, 1, 20), 1];
  const shapes: Shape[] = [input];
  const ops: PlanOp[] = [];
  const emit = (op: { inputs: readonly number[] }, shape: Shape) => {
    ops.push({ name: `op${ops.length}`, ...op } as PlanOp);
    shapes.push(shape);
  };
  for (let left = random.integer(8); left > 0; left--) {
    const from = random.integer(3) === 0 ? random.integer(shapes.length) : shapes.length - 1;
    const made = randomOp(random, from, shapes);
    if (sizeOf(made.shape) <= 8000) emit(made.op, made.shape);
  }
  const last = shapes.length - 1;
  const units = between(random, 1, 9);
  emit(denseOp(random, last, sizeOf(shapes[last]!), units), [1, 1, units]);
  const type = random.integer(4) === 0 ? 'logSoftmax' : 'softmax';
  emit({ type, inputs: [shapes.length - 1], rows: 1, channels: units } as never, [1, 1, units]);
  return {
    inputs: [{ name: 'input', shape: [...input] }],
    outputs: [{ name: 'softmax', shape: [units], value: ops.length }],
    batch: between(random, 1, 6),
    ops,
  };
}

function denseOp(random: Random, from: number, length: number, units: number) {
  return {
    ...{ type: 'dense', inputs: [from], length, units },
    filter: numbers(random, length * units, 1 / Math.sqrt(length)),
    bias: random.integer(2) === 0 ? null : numbers(random, units, 1),
    activation: activations[random.integer(activations.length)],
  };
}

function randomOp(
  random: Random,
  from: number,
  shapes: readonly Shape[],
): { op: { inputs: readonly number[] }; shape: Shape } {
  const shape = shapes[from]!;
  const [height, width, channels] = shape;
  const base = { inputs: [from] };
  const activation = activations[random.integer(activations.length)];
  switch (random.integer(13)) {
    case 0:
    case 1:
      return windowOp(random, 'conv2d', base, shape, between(random, 1, 17));
    case 2:
      return windowOp(random, 'depthwiseConv2d', base, shape, channels * between(random, 1, 2));
    case 3:
      return windowOp(random, random.integer(2) === 0 ? 'maxPool' : 'averagePool', base, shape, channels);
    case 4: {
      const type = random.integer(2) === 0 ? 'globalMaxPool' : 'globalAveragePool';
      return { op: { ...base, type, pixels: height * width, channels } as never, shape: [1, 1, channels] };
    }
    case 5: {
      const scale = numbers(random, channels, 1.5);
      const shift = numbers(random, channels, 1);
      const op = { ...base, type: 'scaleShift', pixels: height * width, channels, scale, shift, activation };
      return { op, shape };
    }
    case 6: {
      const equals = [...shapes.keys()].filter((value) => sizeOf(shapes[value]!) === sizeOf(shape));
      const inputs = [from, equals[random.integer(equals.length)]!];
      return { op: { inputs, type: 'add', length: sizeOf(shape), activation } as never, shape };
    }
    case 7: {
      const [top, bottom, left, right] = Array.from({ length: 4 }, () => random.integer(4)) as [
        number,
        number,
        number,
        number,
      ];
      const sides = { top, bottom, left, right };
      const op = { ...base, type: 'pad', inHeight: height, inWidth: width, channels, ...sides };
      return { op, shape: [height + top + bottom, width + left + right, channels] };
    }
    case 8:
      return layOutOp(random, from, shape);
    case 9: {
      const equals = [...shapes.keys()].filter((value) => sizeOf(shapes[value]!) === sizeOf(shape));
      const inputs = [from, equals[random.integer(equals.length)]!];
      const type = (['subtract', 'multiply', 'maximum'] as const)[random.integer(3)];
      return { op: { inputs, type, length: sizeOf(shape) } as never, shape };
    }
    case 10: {
      const scales = [...shapes.keys()].filter((value) => sizeOf(shapes[value]!) === channels);
      const pixels = height * width;
      if (scales.length === 0) {
        const alphas = numbers(random, channels, 1);
        return { op: { ...base, type: 'prelu', pixels, channels, alphas } as never, shape };
      }
      const inputs = [from, scales[random.integer(scales.length)]!];
      return { op: { inputs, type: 'scaleChannels', pixels, channels } as never, shape };
    }
    case 11: {
      const like = [...shapes.keys()].filter((value) => {
        const [otherHeight, otherWidth] = shapes[value]!;
        return otherHeight === height && otherWidth === width;
      });
      const inputs = [
        from,
        ...Array.from({ length: 1 + random.integer(2) }, () => like[random.integer(like.length)]!),
      ];
      const counts = inputs.map((value) => shapes[value]![2]);
      const all = counts.reduce((sum, count) => sum + count, 0);
      const op = { inputs, type: 'concatenate', pixels: height * width, channels: counts };
      return { op: op as never, shape: [height, width, all] };
    }
    default:
      if (random.integer(2) === 0) {
        return { op: { ...base, type: 'activation', length: sizeOf(shape), activation } as never, shape };
      }
      return { op: denseOp(random, from, sizeOf(shape), 12), shape: [1, 1, 12] };
  }
}

/** The same numbers elsewhere. */
function layOutOp(
  random: Random,
  from: number,
  [height, width, channels]: Shape,
): { op: { inputs: readonly number[] }; shape: Shape } {
  const base = { inputs: [from] };
  switch (random.integer(3)) {
    case 0: {
      const first = random.integer(channels);
      const count = between(random, 1, channels - first);
      const op = { ...base, type: 'slice', pixels: height * width, channels, first, count };
      return { op: op as never, shape: [height, width, count] };
    }
    case 1: {
      const sizes = [height, width, channels];
      const order = [0, 1, 2].sort(() => random.uniform(-1, 1));
      const [top, middle, last] = order.map((axis) => sizes[axis]!) as [number, number, number];
      return { op: { ...base, type: 'permute', sizes, order } as never, shape: [top, middle, last] };
    }
    default: {
      const [rows, columns] = [between(random, 1, 3), between(random, 1, 3)];
      const op = { ...base, type: 'upSample', inHeight: height, inWidth: width, channels, rows, columns };
      return { op: op as never, shape: [height * rows, width * columns, channels] };
    }
  }
}

function windowOp(
  random: Random,
  type: PlanOp['type'],
  base: { inputs: readonly number[] },
  [inHeight, inWidth, inChannels]: Shape,
  outChannels: number,
): { op: { inputs: readonly number[] }; shape: Shape } {
  // Where windows may lie between the pixels of an image there is nothing to pool.
  const mayDilate = !type.endsWith('Pool');
  const isWinograd = random.integer(2) === 0;
  const vertical = randomAxis(random, inHeight, mayDilate, isWinograd);
  const horizontal = randomAxis(random, inWidth, mayDilate, isWinograd);
  const geometry: WindowGeometry = {
    ...{
      inHeight,
      inWidth,
      inChannels,
      outHeight: vertical.output,
      outWidth: horizontal.output,
      outChannels,
    },
    ...{ filterHeight: vertical.filter, filterWidth: horizontal.filter },
    ...{ strideHeight: vertical.stride, strideWidth: horizontal.stride },
    ...{ dilationHeight: vertical.dilation, dilationWidth: horizontal.dilation },
    ...{ padTop: vertical.padding, padLeft: horizontal.padding },
  };
  const shape = [vertical.output, horizontal.output, outChannels] as const;
  if (!mayDilate) return { op: { ...base, type, geometry } as never, shape };
  const taps = vertical.filter * horizontal.filter * (type === 'conv2d' ? inChannels : 1);
  return {
    op: {
      ...{ ...base, type, geometry },
      filter: numbers(random, taps * outChannels, 1.5 / Math.sqrt(taps)),
      bias: random.integer(2) === 0 ? null : numbers(random, outChannels, 1),
      activation: activations[random.integer(activations.length)],
    } as never,
    shape,
  };
}

function randomAxis(random: Random, input: number, mayDilate: boolean, isWinograd: boolean) {
  const filter = isWinograd ? 3 : between(random, 1, 5);
  const dilation = mayDilate && !isWinograd && filter > 1 ? between(random, 1, 3) : 1;
  const reach = (filter - 1) * dilation + 1;
  const padding = random.integer(reach);
  const stride = isWinograd ? 1 : between(random, 1, Math.min(4, input + padding));
  const least = Math.max(1, Math.floor((input + padding - reach) / stride) + 1);
  const most = Math.floor((input + padding - 1) / stride) + 1;
  return { filter, dilation, padding, stride, output: between(random, least, most) };
}

const hostile: readonly unknown[] = [
  ...[0, -1, 1, 2, 3, 0.5, 255, 65_535, 65_536, 2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53, 1e308],
  ...[Number.NaN, Number.POSITIVE_INFINITY, undefined, null, true, '3', '__proto__', [], {}, [0], 4n],
];

/** A margin, stride or dilation of any window: what no output's length gives away. */
function changeOneWindow(random: Random, { ops }: Plan): void {
  const windows = ops.flatMap((op) => ('geometry' in op ? [op.geometry as { [key: string]: number }] : []));
  const window = windows[random.integer(Math.max(1, windows.length))];
  if (window === undefined) return;
  const keys = Object.keys(window).filter((key) => /^(pad|stride|dilation)/.test(key));
  const key = keys[random.integer(keys.length)]!;
  const far = 2 ** between(random, 4, 32) - random.integer(3);
  window[key] = random.integer(2) === 0 ? far : window[key]! + between(random, -2, 3);
}

/** One field anywhere: hostile, a little more or less, gone, or one too many. */
function changeOneField(random: Random, plan: object): void {
  let record = plan as { [key: string]: unknown };
  for (;;) {
    const keys = Object.keys(record);
    if (keys.length === 0) return;
    const key = keys[random.integer(keys.length)]!;
    const value = record[key];
    const isOpen = typeof value === 'object' && value !== null;
    // Down to the numbers most often.
    if (isOpen && random.integer(12) > 0) {
      record = value as typeof record;
      continue;
    }
    const kind = random.integer(12);
    if (record instanceof Float32Array)
      record.fill(Number(hostile[random.integer(15)]), Number(key), Number(key) + 1);
    else if (kind === 0) delete record[key];
    else if (kind === 1) record[`${key}2`] = value;
    else if (kind < 9 && typeof value === 'number') record[key] = value + between(random, -2, 2);
    else record[key] = hostile[random.integer(hostile.length)];
    return;
  }
}

const HEADER = 20;
const align = (length: number) => Math.ceil(length / 64) * 64;

function changeBytes(random: Random, bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const length = new DataView(bytes.buffer).getUint32(16, true);
  const text = new TextDecoder().decode(bytes.subarray(HEADER, HEADER + length));
  let changed = bytes;
  for (let change = 1 + random.integer(2); change > 0; change--) {
    switch (random.integer(5)) {
      case 0:
        changed[random.integer(changed.length)] = random.integer(256);
        break;
      case 1:
        changed = changed.slice(0, 64 * random.integer(changed.length / 64 + 1));
        break;
      case 2:
        changed = Uint8Array.from([...changed, ...new Uint8Array(64)]);
        break;
      default:
        changed = withHeader(bytes, length, changeText(random, text));
    }
    if (changed.length < HEADER) return changed;
  }
  if (random.integer(10) > 0) new DataView(changed.buffer).setUint32(12, murmur3(changed.subarray(16)), true);
  return changed;
}

/** A number of the header becomes another, or a piece of it goes elsewhere. */
function changeText(random: Random, text: string): string {
  const found = [...text.matchAll(/-?\d+/g)];
  const { 0: number, index } = found[random.integer(found.length)]!;
  const end = index + number.length;
  if (random.integer(6) === 0) return text.slice(0, index) + text.slice(end + random.integer(9));
  const value = hostile[random.integer(hostile.length)];
  const near = Number(number) + between(random, -2, 2);
  const to = random.integer(2) === 0 ? near : typeof value === 'bigint' ? '1e999' : JSON.stringify(value);
  return `${text.slice(0, index)}${to}${text.slice(end)}`;
}

function withHeader(bytes: Uint8Array, oldLength: number, text: string): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(text);
  const tensors = bytes.subarray(align(HEADER + oldLength));
  const start = align(HEADER + header.length);
  const whole = new Uint8Array(start + tensors.length);
  whole.set(bytes.subarray(0, HEADER));
  whole.set(header, HEADER);
  whole.set(tensors, start);
  new DataView(whole.buffer).setUint32(16, header.length, true);
  return whole;
}
