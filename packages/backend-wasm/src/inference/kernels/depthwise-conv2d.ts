import { depthwiseConv2D } from '../../steps/depthwise-conv2d.ts';
import type { DepthwiseConv2dOp } from '../plan.ts';
import { activationCode } from './activations.ts';
import type { OpKernel } from './op-kernel.ts';

export function depthwiseConv2dKernel({ geometry, filter, bias, activation }: DepthwiseConv2dOp): OpKernel {
  return {
    resident: bias === null ? [filter] : [filter, bias],
    workspaceFloats: () => 0,
    run: ({ inputs, output, resident }, images) => [
      depthwiseConv2D(
        { x: inputs[0]!, filter: resident[0]!, bias: resident[1] ?? 0, alphas: 0, y: output },
        { batch: images, ...geometry },
        activationCode(activation),
      ),
    ],
  };
}
