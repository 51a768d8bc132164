import { sizeOf } from '@fer/core';
import { tensorOf } from '../../../layer-list.ts';
import type { Operation, OperatorReader } from '../operation.ts';
import {
  axisOf,
  type Constant,
  type Factor,
  type Feature,
  featureOf,
  fileShape,
  placesOf,
  stridesOf,
} from '../value.ts';
import { type OnnxWindow, readWindow } from '../window.ts';
import { addDense } from './dense.ts';

/** `Conv` of pictures: weights `[filters, channels / groups, height, width]`, bias `[filters]`. */
export const readConv: OperatorReader = (operation) => {
  const feature = operation.featureOfRank(3);
  const [channels, height, width] = fileShape(feature) as [number, number, number];
  const weights = operation.constant(1);
  const [filters, own, ...size] = weights.shape as [number, number, ...number[]];
  const group = operation.integer('group', 1);
  const kernelShape = operation.integers('kernel_shape') ?? size;
  const isFitting =
    weights.shape.length === 4 &&
    sizeOf(weights.shape) > 0 &&
    own * group === channels &&
    filters % group === 0 &&
    kernelShape.join() === size.join();
  if (!isFitting) {
    const shape = [`filters × ${group}`, channels / group, ...kernelShape];
    throw operation.misshapen(1, weights, `[${shape}] for ${channels} channels`);
  }
  const bias = biasOf(operation, 2, filters);
  const window = readWindow(operation, [height, width], size);
  if (height * width === 1 && sizeOf(size) === 1 && group === 1 && !window.hasPads) {
    // A convolution of one pixel: squeeze-and-excitation, and the heads of MobileNetV3.
    const kernel = turned(operation, weights, [2, 3, 1, 0]);
    const vector = addDense(
      operation,
      operation.writer.inFileOrder(feature, [channels]),
      kernel,
      filters,
      bias,
    );
    return { ...vector, axes: [vector.axes[0]!, [], []] };
  }

  const isStrided = window.strides.some((stride) => stride > 1);
  if (isStrided && window.dilations.some((dilation) => dilation > 1)) {
    throw operation.unsupported('has both strides and dilations above 1');
  }
  const map = operation.writer.asMap(feature);
  const isDepthwise = group === channels && channels > 1;
  const [from, padding] = padded(operation, map, window);
  const config = {
    kernelSize: [...size],
    strides: [...window.strides],
    dilationRate: [...window.dilations],
    padding,
    useBias: bias !== undefined,
  };
  const biases = bias && { bias: tensorOf([filters], bias) };
  const outputShape = [...window.output, filters];
  const axes = [filters, ...window.output].map(axisOf);
  const give = (layer: string): Feature =>
    operation.assertSize(featureOf(layer, outputShape, axes, [axes[1]!, axes[2]!, axes[0]!]));
  if (isDepthwise) {
    // The filters of one channel lie beside each other in both.
    const kernel = turned(operation, weights, [2, 3, 1, 0]);
    const depthMultiplier = filters / channels;
    const depthwise_kernel = tensorOf([...size, channels, depthMultiplier], kernel);
    const tensors = { depthwise_kernel, ...biases };
    return give(operation.add([from], 'depthwiseConv2d', { ...config, depthMultiplier }, tensors));
  }
  const kernel = tensorOf([...size, own, filters], turned(operation, weights, [2, 3, 1, 0]));
  return give(operation.add([from], 'conv2d', { filters, ...config, groups: group }, { kernel, ...biases }));
};

/** A vector of weights that may be left out. */
export function biasOf(operation: Operation, index: number, length: number): Float32Array | undefined {
  const constant = operation.optionalConstant(index);
  if (constant === undefined) return undefined;
  if (constant.data.length !== length) throw operation.misshapen(index, constant, `[${length}]`);
  operation.writer.reserve(length);
  return Float32Array.from(constant.data);
}

/** Pads of `same` are the layer's own; others become zeros around the map. */
function padded(operation: Operation, map: Feature, window: OnnxWindow): [from: Feature, padding: string] {
  if (!window.hasPads) return [map, 'valid'];
  if (window.isSame) return [map, 'same'];
  return [zerosAround(operation, map, window.pads), 'valid'];
}

/** A map with zeros at its edges. */
export function zerosAround(operation: Operation, map: Feature, pads: OnnxWindow['pads']): Feature {
  const [height, width, channels] = map.shape as [number, number, number];
  const [[top, bottom], [left, right]] = pads;
  const sizes = [height + top + bottom, width + left + right, channels];
  const [rows, columns, channel] = sizes.map(axisOf) as [
    readonly Factor[],
    readonly Factor[],
    readonly Factor[],
  ];
  const config = { padding: pads.map((pair) => [...pair]) };
  const layer = operation.add([map], 'zeroPadding2d', config, {}, '/pad');
  return operation.assertSize(featureOf(layer, sizes, [channel, rows, columns], [rows, columns, channel]));
}

/** Weights of four axes in another order: axis i of the result is axis `order[i]`. */
function turned(operation: Operation, { shape, data }: Constant, order: readonly number[]): Float32Array {
  operation.writer.reserve(data.length);
  const strides = stridesOf(shape);
  const places = placesOf(
    order.map((axis) => shape[axis]!),
    order.map((axis) => strides[axis]!),
  );
  return Float32Array.from(places, (place) => data[place]!);
}
