import { type KernelFunc, util } from '@tensorflow/tfjs-core';
import { activationGrad } from '../../steps/activation-grad.ts';
import { fusedActivation } from '../fused-activation.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** The attributes of `ActivationGrad`. */
export interface ActivationGradAttrs {
  /** By its name in tfjs's fused kernels; one that `hasActivationGrad`. */
  readonly activation: string;
  /** What leaky ReLU multiplied negative numbers with. */
  readonly leakyreluAlpha?: number;
}

/**
 * Not a kernel of tfjs: the gradient of activation(x + bias) by x and by the bias, in one pass. dy and the output y,
 * `[..., columns]`, give dx of their shape and dbias `[columns]`.
 */
export const activationGradKernel: KernelDefinition = {
  kernelName: 'ActivationGrad',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { dy, y } = inputs as KernelInputs<'dy' | 'y'>;
      const { activation, leakyreluAlpha: alpha } = attrs as unknown as ActivationGradAttrs;
      const columns = dy.shape.at(-1)!;
      const dx = heap.allocate(dy.shape);
      const dbias = heap.allocate([columns]);
      const rows = util.sizeFromShape(dy.shape.slice(0, -1));
      if (rows === 0 || columns === 0) {
        heap.clear(heap.address(dbias), columns);
        return [dx, dbias];
      }
      const options = { activation: fusedActivation(activation)!, alpha };
      const { workspaceFloats, steps } = activationGrad(options, rows, columns);
      heap.withWorkspace({ workspace: workspaceFloats }, ({ workspace }) => {
        const at = {
          dy: heap.address(dy),
          y: heap.address(y),
          dx: heap.address(dx),
          dbias: heap.address(dbias),
        };
        for (const step of steps({ ...at, workspace })) run(step);
      });
      count('activation_grad');
      return [dx, dbias];
    };
  },
};
