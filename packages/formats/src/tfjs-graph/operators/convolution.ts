import type { NamedTensor } from '@fer/core';
import type { Operation, OperatorReader } from '../operation.ts';
import type { Constant, Feature } from '../value.ts';
import { ACTIVATIONS, addActivation, addPrelu } from './activation.ts';
import { addZeros } from './lay-out.ts';
import { readWindow } from './window.ts';

/** `Conv2D` and `_FusedConv2D`: kernels `[height, width, channels, filters]`. */
export const readConv2D: OperatorReader = (operation) => {
  const kernel = kernelOf(operation);
  const [height, width, , filters] = kernel.shape as [number, number, number, number];
  const [from, window] = windowOf(operation);
  const { bias, activation } = readFused(operation, filters);
  const config = { filters, kernelSize: [height, width], useBias: bias !== undefined, ...window };
  return activation(operation.add('conv2d', config, [from], { kernel, ...(bias && { bias }) }));
};

/** `DepthwiseConv2dNative` and its fused form: kernels `[height, width, channels, multiplier]`. */
export const readDepthwiseConv2d: OperatorReader = (operation) => {
  const kernel = kernelOf(operation);
  const [height, width, channels, depthMultiplier] = kernel.shape as [number, number, number, number];
  const [from, window] = windowOf(operation);
  const { bias, activation } = readFused(operation, channels * depthMultiplier);
  const config = { kernelSize: [height, width], depthMultiplier, useBias: bias !== undefined, ...window };
  const weights = { depthwise_kernel: kernel, ...(bias && { bias }) };
  return activation(operation.add('depthwiseConv2d', config, [from], weights));
};

/** What a fused node does after its sums: a bias perhaps, and then an activation perhaps. */
export function readFused(
  operation: Operation,
  outputs: number,
): { bias?: NamedTensor; activation: (sums: Feature) => Feature } {
  const names = [...(operation.attributes.texts('fused_ops') ?? [])];
  let next = 2;
  const bias = names[0] === 'BiasAdd' ? biasOf(operation, operation.constant(next++), outputs) : undefined;
  if (bias) names.shift();
  const [name, ...others] = names;
  if (others.length > 0) throw operation.unsupported(`fuses ${names.join(' and ').slice(0, 200)}`);
  const activation = (sums: Feature): Feature => {
    if (name === undefined) return sums;
    if (name === 'Prelu') return addPrelu(operation, sums, operation.constant(next));
    if (name === 'LeakyRelu') {
      const alpha = operation.attributes.number('leakyrelu_alpha') ?? 0.2;
      return operation.add('leakyReLU', { alpha }, [sums], {}, '/leaky');
    }
    const known = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
    if (known === undefined) throw operation.unsupported(`fuses ${name.slice(0, 100)}`);
    return addActivation(operation, sums, known, '/activation');
  };
  return { ...(bias && { bias }), activation };
}

function biasOf(operation: Operation, constant: Constant, outputs: number): NamedTensor {
  return operation.perChannel(constant, { layer: '', shape: [outputs] });
}

function kernelOf(operation: Operation): NamedTensor {
  const { shape, read } = operation.constant(1);
  if (shape.length !== 4) throw operation.unsupported(`reads a kernel of [${shape}]`);
  return { shape, data: read() };
}

/** The window of a convolution, and what it lies on: zeros at edges that are neither `same` nor `valid` are put there. */
function windowOf(operation: Operation): [from: Feature, window: { readonly [option: string]: unknown }] {
  const { pads, ...window } = readWindow(operation);
  const dilations = operation.attributes.integers('dilations') ?? [1, 1, 1, 1];
  if (dilations.length !== 4) throw operation.unsupported(`has dilations of [${dilations}]`);
  const config = { ...window, dilationRate: dilations.slice(1, 3) };
  const from = operation.feature(0);
  return [pads === undefined ? from : addZeros(operation, from, pads, '/pad'), config];
}
