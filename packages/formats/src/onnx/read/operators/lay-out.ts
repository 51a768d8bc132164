import { sizeOf } from '@fer/core';
import { isFloatType } from '../elements.ts';
import { ONNX_LIMITS } from '../limits.ts';
import type { Operation, OperatorReader } from '../operation.ts';
import { axisOf, type Feature, featureOf, fileShape, lengthOf } from '../value.ts';
import { zerosAround } from './convolution.ts';

/** What gives back what it reads. */
export const readIdentity: OperatorReader = (operation) => operation.feature();

export const readDropout: OperatorReader = (operation) => {
  operation.ignore('ratio', 'seed', 'is_test');
  operation.optionalConstant(1);
  if (operation.scalar(2) === 1) throw operation.unsupported('is set to training');
  return operation.feature();
};

/** Between types of float: everything is float32 here. */
export const readCast: OperatorReader = (operation) => {
  operation.ignore('saturate', 'round_mode');
  const to = operation.integer('to', 1);
  if (!isFloatType(to)) throw operation.unsupported(`turns numbers into type ${to}`);
  return operation.feature();
};

export const readReshape: OperatorReader = (operation) => {
  const { batch } = operation;
  const feature = operation.feature();
  const sizes = [batch, ...fileShape(feature)];
  const target = operation.integersOr('shape', 1) ?? [];
  const isZeroMeant = operation.integer('allowzero', 0) === 1;
  const shape = target.map((size, axis) => (size === 0 && !isZeroMeant ? (sizes[axis] ?? 0) : size));
  const open = shape.indexOf(-1);
  const known = sizeOf(shape.filter((_, axis) => axis !== open));
  if (open !== -1) shape[open] = sizeOf(sizes) / known;
  const isFitting =
    shape.every((size) => Number.isInteger(size) && size >= 1) && sizeOf(shape) === sizeOf(sizes);
  if (!isFitting || shape[0] !== batch) {
    throw operation.unsupported(
      `makes [${target}] of [batch,${fileShape(feature)}], which is not a shape of each picture`,
    );
  }
  return operation.writer.reshape(feature, shape.slice(1));
};

/** Axes before `axis` become one, and so do the others. */
export const readFlatten: OperatorReader = (operation) => {
  const feature = operation.feature();
  const sizes = fileShape(feature);
  const axis = operation.integer('axis', 1);
  const place = axis < 0 ? axis + sizes.length : axis - 1;
  const isOfBatch = place >= 0 && place <= sizes.length && sizeOf(sizes.slice(0, place)) === 1;
  if (!isOfBatch) throw operation.unsupported(`has axis ${axis}, and must have 1: the batch stays as it is`);
  return operation.writer.reshape(feature, [sizeOf(sizes)]);
};

export const readSqueeze: OperatorReader = (operation) => {
  const feature = operation.feature();
  const { length: rank } = feature.axes;
  const given = operation.integersOr('axes', 1)?.map((axis) => operation.axisBehindBatch(axis, rank));
  const axes = feature.axes.filter((axis, index) => !(given?.includes(index) ?? axis.length === 0));
  if (lengthOf(axes.flat()) !== lengthOf(feature.memory)) {
    throw operation.unsupported(
      `leaves out the axes [${given}] of [batch,${fileShape(feature)}], which must be 1`,
    );
  }
  return { ...feature, axes };
};

export const readUnsqueeze: OperatorReader = (operation) => {
  const feature = operation.feature();
  const given = operation.integersOr('axes', 1) ?? [];
  const rank = feature.axes.length + given.length;
  if (rank >= ONNX_LIMITS.rank) throw operation.unsupported(`makes ${rank + 1} axes`);
  const places = given.map((axis) => operation.axisBehindBatch(axis, rank));
  const rest = [...feature.axes];
  const axes = Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? [] : rest.shift()));
  if (new Set(places).size !== places.length) throw operation.unsupported(`adds the axes [${given}]`);
  return { ...feature, axes: axes as Feature['axes'] };
};

export const readTranspose: OperatorReader = (operation) => {
  const feature = operation.feature();
  const { length: rank } = feature.axes;
  const order = operation.integers('perm') ?? [...Array(rank + 1).keys()].reverse();
  const isOfPicture =
    order[0] === 0 && [...order].sort((a, b) => a - b).join() === [...Array(rank + 1).keys()].join();
  if (!isOfPicture) throw operation.unsupported(`has perm [${order}]: the batch must stay first`);
  return { ...feature, axes: order.slice(1).map((axis) => feature.axes[axis - 1]!) };
};

export const readConcat: OperatorReader = (operation) => {
  const { writer } = operation;
  const features = operation.inputs.map((_, index) => operation.feature(index));
  const [first] = features as [Feature];
  const { length: rank } = first.axes;
  const place = operation.axisBehindBatch(operation.integer('axis', 1), rank);
  const around = (feature: Feature) => fileShape(feature).toSpliced(place, 1).join();
  const isFitting = features.every((one) => one.axes.length === rank && around(one) === around(first));
  if (!isFitting) throw operation.unsupported('joins what differs in other axes, too');
  if (features.length === 1) return first;
  const width = features.reduce((sum, feature) => sum + fileShape(feature)[place]!, 0);
  if (rank === 3) {
    const maps = features.map((feature) => writer.asMap(feature, place));
    const sizes = [...maps[0]!.shape.slice(0, 2), width];
    const [rows, columns, channels] = sizes.map(axisOf);
    const axes = [rows!, columns!].toSpliced(place, 0, channels!);
    const layer = operation.add(maps, 'concatenate');
    return operation.assertSize(featureOf(layer, sizes, axes, [rows!, columns!, channels!]));
  }
  if (rank !== 1) throw operation.unsupported(`joins [batch,${fileShape(first)}], and must maps or vectors`);
  const vectors = features.map((feature) => writer.inFileOrder(feature));
  const axis = axisOf(width);
  return operation.assertSize(featureOf(operation.add(vectors, 'concatenate'), [width], [axis], [axis]));
};

/** Zeros around maps, and channels of zeros behind the last. */
export const readPad: OperatorReader = (operation) => {
  const feature = operation.featureOfRank(3);
  const mode = operation.text('mode', 'constant');
  const value = operation.scalar(2) ?? operation.float('value', 0);
  const given = operation.integersOr('pads', 1) ?? [];
  const axes = operation.optionalConstant(3);
  const pads = axes === undefined ? given : spreadPads(operation, given, operation.listOf(axes));
  const isFitting =
    pads.length === 8 && pads.every((pad) => Number.isInteger(pad) && pad >= 0 && pad < 2 ** 16);
  if (mode !== 'constant' || value !== 0 || !isFitting || pads[0] !== 0 || pads[4] !== 0 || pads[1] !== 0) {
    throw operation.unsupported(
      `pads by [${given}] with ${mode === 'constant' ? value : mode}; zeros around a map are known`,
    );
  }
  let map = operation.writer.asMap(feature);
  const around = [
    [pads[2]!, pads[6]!],
    [pads[3]!, pads[7]!],
  ] as const;
  if (around.flat().some((pad) => pad > 0)) map = zerosAround(operation, map, around);
  const channels = pads[5]!;
  if (channels === 0) return map;
  const sizes = [...map.shape.slice(0, 2), map.shape[2]! + channels];
  const [rows, columns, channel] = sizes.map(axisOf);
  const padded = featureOf('', sizes, [channel!, rows!, columns!], [rows!, columns!, channel!]);
  operation.assertSize(padded);
  return { ...padded, layer: operation.add([map], 'channelPadding', { channels }) };
};

/** Pads of some axes only: none for the others. */
function spreadPads(operation: Operation, given: readonly number[], axes: readonly number[]): number[] {
  const pads = Array<number>(8).fill(0);
  if (given.length !== axes.length * 2)
    throw operation.unsupported(`has ${given.length} pads for ${axes.length} axes`);
  for (const [index, axis] of axes.entries()) {
    const place = operation.axisBehindBatch(axis, 3) + 1;
    pads[place] = given[index]!;
    pads[place + 4] = given[axes.length + index]!;
  }
  return pads;
}
