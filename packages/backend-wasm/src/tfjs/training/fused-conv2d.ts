import { FerError } from '@fer/core';
import {
  customGrad,
  engine,
  type GradSaveFunc,
  type NamedAttrMap,
  type NamedTensorMap,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** The activations that `fusedConv2d` knows; `linear` is none. */
export const fusedConvActivations = ['linear', 'relu', 'relu6', 'leakyrelu', 'elu', 'sigmoid'] as const;
export type FusedConvActivation = (typeof fusedConvActivations)[number];

export interface FusedConv2dOptions {
  /** Default 1. */
  readonly strides?: [number, number] | number;
  /** Default `valid`. */
  readonly pad?: 'same' | 'valid';
  /** Default 1. */
  readonly dilations?: [number, number] | number;
  /** Default `linear`. */
  readonly activation?: FusedConvActivation;
  /** What leaky ReLU multiplies negative numbers with; positive. Default 0.2, as in tfjs. */
  readonly leakyreluAlpha?: number;
  /** Whether the gradient by x is wanted; false for a network's input, where it is wasted work. Default true. */
  readonly inputGradient?: boolean;
}

/**
 * activation(x * filter + bias) in one pass, with its gradients in three: activation and bias, filter, input. On the
 * wasm backend only. (`tf.fused.conv2d` splits up again where it has a gradient.)
 *
 * @param x      `[batch, height, width, inChannels]`
 * @param filter `[height, width, inChannels, outChannels]`
 * @param bias   `[outChannels]`
 * @returns `[batch, outHeight, outWidth, outChannels]`; differentiable by filter, bias and, if wanted, x
 * @throws FerError `FER_INVALID_ARGUMENT` for an activation or a bias that do not fit
 */
export function fusedConv2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D,
  options: FusedConv2dOptions = {},
): Tensor4D {
  const { strides = 1, pad = 'valid', dilations = 1, activation = 'linear' } = options;
  const { leakyreluAlpha = 0.2, inputGradient = true } = options;
  assertActivation(activation);
  assertBias(bias, filter);
  const conv = { strides, pad, dilations, dataFormat: 'NHWC' };
  const activate = { activation, leakyreluAlpha };

  const forward = (input: Tensor, kernel: Tensor, shift: Tensor): Tensor =>
    runKernel('FusedConv2D', { x: input, filter: kernel, bias: shift }, { ...conv, ...activate });
  const gradients = (dy: Tensor, [input, kernel, y]: Tensor[]): Tensor[] => {
    const linear = activation === 'linear';
    const [dsum, dbias] = linear
      ? [dy, sum(dy, [0, 1, 2])]
      : runKernel<[Tensor, Tensor]>('ActivationGrad', { dy, y: y! }, activate);
    const attrs = { ...conv, filterShape: kernel!.shape, inputShape: input!.shape };
    const dfilter = runKernel('Conv2DBackpropFilter', { x: input!, dy: dsum }, attrs);
    const dx = inputGradient ? [runKernel('Conv2DBackpropInput', { dy: dsum, filter: kernel! }, attrs)] : [];
    // The largest tensor of the step: not kept until its end.
    if (!linear) dsum.dispose();
    return [...dx, dfilter, dbias];
  };

  // What is no argument has no gradient, and none is computed.
  const op = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    const [input, kernel, shift] = (inputGradient ? given : [x, ...given]) as Tensor[];
    const value = forward(input!, kernel!, shift!);
    save(activation === 'linear' ? [input!, kernel!] : [input!, kernel!, value]);
    return { value, gradFunc: gradients };
  });
  return (inputGradient ? op(x, filter, bias) : op(filter, bias)) as Tensor4D;
}

function runKernel<Outputs = Tensor>(name: string, inputs: NamedTensorMap, attrs: object): Outputs {
  return engine().runKernel(name, inputs, attrs as unknown as NamedAttrMap) as unknown as Outputs;
}

function assertActivation(activation: string): void {
  if (fusedConvActivations.some((known) => known === activation)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `A fused convolution has one of the activations ${fusedConvActivations.join(', ')}, but got "${activation}". Use ` +
      '"linear" and apply the activation to its result.',
    { details: { activation } },
  );
}

function assertBias(bias: Tensor, filter: Tensor): void {
  const channels = filter.shape.at(-1);
  if (bias.rank === 1 && bias.size === channels) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The bias of a convolution is one number for each of its ${channels} output channels, but got a tensor of shape ` +
      `[${bias.shape}]. Reshape it, or give zeros.`,
    { details: { bias: bias.shape, filter: filter.shape } },
  );
}
