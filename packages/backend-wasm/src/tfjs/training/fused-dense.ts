import { FerError } from '@fer/core';
import {
  customGrad,
  engine,
  type GradSaveFunc,
  matMul,
  type NamedAttrMap,
  type NamedTensorMap,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/** The activations that `fusedDense` knows; `linear` is none. */
export const fusedDenseActivations = ['linear', 'relu', 'relu6', 'leakyrelu', 'elu', 'sigmoid'] as const;
export type FusedDenseActivation = (typeof fusedDenseActivations)[number];

/**
 * activation(x · kernel + bias) in one pass, with its gradients in three: activation and bias, kernel, input. On the
 * wasm backend only. (`tf.fused.matMul` splits up again where it has a gradient.)
 *
 * @param x      `[batch, inputs]`
 * @param kernel `[inputs, units]`
 * @param bias   `[units]`, or undefined for none
 * @param activation default `linear`; leaky ReLU has tfjs's alpha of 0.2
 * @returns `[batch, units]`; differentiable by x, kernel and bias
 * @throws FerError `FER_INVALID_ARGUMENT` for an activation or a bias that do not fit
 */
export function fusedDense(
  x: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  activation: FusedDenseActivation = 'linear',
): Tensor2D {
  assertActivation(activation);
  if (bias) assertBias(bias, kernel);
  const linear = activation === 'linear';
  const activate = { activation, leakyreluAlpha: 0.2 };

  const gradients = (dy: Tensor, [input, weights, y]: Tensor[]): Tensor[] => {
    const [dsum, dbias] = linear
      ? [dy, bias && sum(dy, 0)]
      : runKernel<[Tensor, Tensor]>('ActivationGrad', { dy, y: y! }, activate);
    const dx = matMul(dsum, weights!, false, true);
    const dkernel = matMul(input!, dsum, true, false);
    if (!linear) dsum.dispose();
    if (bias) return [dx, dkernel, dbias!];
    dbias?.dispose();
    return [dx, dkernel];
  };

  const op = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    const [input, weights, shift] = given as Tensor[];
    const attrs = { transposeA: false, transposeB: false, ...activate };
    const inputs = { a: input!, b: weights!, ...(shift && { bias: shift }) };
    const value = runKernel<Tensor>('_FusedMatMul', inputs, attrs);
    save(linear ? [input!, weights!] : [input!, weights!, value]);
    return { value, gradFunc: gradients };
  });
  return (bias ? op(x, kernel, bias) : op(x, kernel)) as Tensor2D;
}

function runKernel<Outputs>(name: string, inputs: NamedTensorMap, attrs: object): Outputs {
  return engine().runKernel(name, inputs, attrs as unknown as NamedAttrMap) as unknown as Outputs;
}

function assertActivation(activation: string): void {
  if (fusedDenseActivations.some((known) => known === activation)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `A fused dense layer has one of the activations ${fusedDenseActivations.join(', ')}, but got "${activation}". ` +
      'Use "linear" and apply the activation to its result.',
    { details: { activation } },
  );
}

function assertBias(bias: Tensor, kernel: Tensor): void {
  const units = kernel.shape.at(-1);
  if (bias.rank === 1 && bias.size === units) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The bias of a dense layer is one number for each of its ${units} units, but got a tensor of shape ` +
      `[${bias.shape}]. Reshape it, or leave it out.`,
    { details: { bias: bias.shape, kernel: kernel.shape } },
  );
}
