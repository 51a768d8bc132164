import { customGrad, type Tensor } from '@tensorflow/tfjs-core';
import { type DropoutMask, dropout } from '../../steps/dropout.ts';
import { activeContext } from '../active-context.ts';
import { newTensor } from './new-tensor.ts';

/**
 * Drops some numbers of x and scales the others, in one pass, without a tensor for the mask: the gradient draws it
 * again. The random numbers are those that `createRandom` of `@fer/core` draws with the same seed and streams.
 *
 * Differentiable by x.
 *
 * @param x float32 on the wasm backend
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` before `registerWasmBackend`
 */
export function fusedDropout<T extends Tensor>(x: T, mask: DropoutMask): T {
  if (mask.rate === 0) return x;
  const context = activeContext();
  const drop = (input: Tensor): Tensor => {
    const output = newTensor(context, input.shape);
    const at = { x: context.heap.address(input), y: context.heap.address(output) };
    context.run(dropout(at, input.size, mask));
    context.count('dropout');
    return output;
  };
  const op = customGrad((input) => ({ value: drop(input as Tensor), gradFunc: (dy: Tensor) => drop(dy) }));
  return op(x) as T;
}
