import type { Operation, OperatorReader } from '../operation.ts';
import { axisOf, type Constant, type Feature, featureOf, fileShape, lengthOf } from '../value.ts';
import { type OnnxWindow, readWindow } from '../window.ts';
import { zerosAround } from './convolution.ts';
import { addAffine } from './per-channel.ts';

/** Of what lies under a window; what hangs over the edge wins no maximum. */
export const readMaxPool: OperatorReader = (operation) => {
  operation.ignore('storage_order');
  const { map, window } = pooled(operation);
  const { size, strides, pads, overhang, isSame, output } = window;
  if (isSame) return pool(operation, map, window, 'maxPooling2d', 'same');
  // `ceil_mode` only reads on.
  const wide = pads.map(
    ([before, after], axis) => [before, after + overhang[axis]!] as const,
  ) as unknown as typeof pads;
  if (wide.flat().every((pad) => pad === 0)) return pool(operation, map, window, 'maxPooling2d', 'valid');
  if (operation.writer.isPositive(map)) {
    return pool(operation, zerosAround(operation, map, wide), window, 'maxPooling2d', 'valid');
  }
  // Every place first, with the same pads on all sides, and of those each so many: any number may be the largest.
  const isCentred = pads.every(([before], axis) => 2 * before === size[axis]! - 1);
  const [height, width] = map.shape as [number, number];
  const places = [height, width].map((length, axis) => Math.floor((length - 1) / strides[axis]!) + 1);
  if (!isCentred || places.join() !== output.join()) {
    throw operation.unsupported(`has the pads [${pads}], which move its window off the middle`);
  }
  const everywhere = { ...window, strides: [1, 1], output: [height, width] } as const;
  const all = pool(operation, map, everywhere, 'maxPooling2d', 'same', '/all');
  return pool(operation, all, { ...window, size: [1, 1] }, 'maxPooling2d', 'valid');
};

export const readAveragePool: OperatorReader = (operation) => {
  const isCounted = operation.integer('count_include_pad', 0) === 1;
  const { map, window } = pooled(operation);
  const { pads, overhang, isSame, hasPads } = window;
  const hangs = overhang.some((rows) => rows > 0);
  if (!hasPads && !hangs) return pool(operation, map, window, 'averagePooling2d', 'valid');
  if (isSame && !isCounted) return pool(operation, map, window, 'averagePooling2d', 'same');
  if (hangs && isCounted) {
    throw operation.unsupported('has both ceil_mode and count_include_pad, and a window over the edge');
  }
  const wide = pads.map(
    ([before, after], axis) => [before, after + overhang[axis]!] as const,
  ) as unknown as typeof pads;
  const sums = pool(operation, zerosAround(operation, map, wide), window, 'averagePooling2d', 'valid');
  return isCounted ? sums : addAffine(operation, sums, { scale: shares(operation, map, window) }, '/share');
};

export const globalReader =
  (type: 'globalAveragePooling2d' | 'globalMaxPooling2d'): OperatorReader =>
  (operation) => {
    const map = operation.writer.asMap(operation.featureOfRank(3));
    const channels = map.axes[0]!;
    return featureOf(operation.add([map], type), [map.shape[2]!], [channels, [], []], [channels]);
  };

/** A mean or maximum over any axes but the batch: they become the plane of a map, whose channels are all others. */
export const reduceReader =
  (type: 'globalAveragePooling2d' | 'globalMaxPooling2d'): OperatorReader =>
  (operation) => {
    const feature = operation.feature();
    const keepsAxes = operation.integer('keepdims', 1) === 1;
    operation.ignore('noop_with_empty_axes');
    const given = operation.integersOr('axes', 1) ?? [];
    const axes = given.map((axis) => operation.axisBehindBatch(axis, feature.axes.length));
    if (axes.length === 0) throw operation.unsupported('goes over the batch, too');
    const over = feature.axes.filter((_, axis) => axes.includes(axis));
    const kept = feature.axes.filter((_, axis) => !axes.includes(axis)).flat();
    const plane = over.length === 2 ? over.map(lengthOf) : [lengthOf(over.flat()), 1];
    const channels = lengthOf(kept);
    const map = operation.writer.inFileOrder({ ...feature, axes: [...over, kept] }, [...plane, channels]);
    const left = feature.axes.map((axis, index) => (axes.includes(index) ? [] : axis));
    return {
      layer: operation.add([map], type),
      shape: [channels],
      axes: keepsAxes ? left : left.filter((_, index) => !axes.includes(index)),
      memory: kept,
    };
  };

function pooled(operation: Operation): { map: Feature; window: OnnxWindow } {
  const feature = operation.featureOfRank(3);
  const [, height, width] = fileShape(feature) as [number, number, number];
  const window = readWindow(operation, [height, width], operation.integers('kernel_shape') ?? []);
  if (window.dilations.some((dilation) => dilation > 1)) {
    throw operation.unsupported(`has dilations [${window.dilations}]`);
  }
  return { map: operation.writer.asMap(feature), window };
}

function pool(
  operation: Operation,
  map: Feature,
  { size, strides, output }: OnnxWindow,
  type: string,
  padding: 'valid' | 'same',
  suffix = '',
): Feature {
  const sizes = [...output, map.shape[2]!];
  const [rows, columns, channels] = sizes.map(axisOf);
  const config = { poolSize: [...size], strides: [...strides], padding };
  const layer = operation.add([map], type, config, {}, suffix);
  return featureOf(layer, sizes, [channels!, rows!, columns!], [rows!, columns!, channels!]);
}

/** By what the mean of a window that reads zeros beyond the edges falls short: `[1, height, width]`. */
function shares(operation: Operation, map: Feature, { size, strides, pads, output }: OnnxWindow): Constant {
  operation.writer.reserve(output[0] * output[1]);
  const [rows, columns] = output.map((places, axis) =>
    Array.from({ length: places }, (_, place) => {
      const first = place * strides[axis]! - pads[axis]![0];
      const last = Math.min(first + size[axis]!, map.shape[axis]!);
      return size[axis]! / (last - Math.max(first, 0));
    }),
  );
  const data = Float32Array.from(rows!.flatMap((row) => columns!.map((column) => row * column)));
  return { shape: [1, ...output], data };
}
