import { chooseConvAlgorithm } from '../../steps/choose-conv-algorithm.ts';
import { conv2DSteps } from '../../steps/conv2d.ts';
import type { Conv2dOp } from '../plan.ts';
import { activationCode } from './activations.ts';
import type { OpKernel } from './op-kernel.ts';

export function conv2dKernel({ inputs, geometry, filter, bias, activation }: Conv2dOp): OpKernel {
  // One for all batches, because the filter is packed once; and only one adds what comes second.
  const algorithm =
    inputs.length > 1 ? 'gemm' : chooseConvAlgorithm({ batch: 1, ...geometry }, { packedOnce: true });
  const stepsFor = (batch: number) =>
    conv2DSteps({ batch, ...geometry }, { activation: activationCode(activation) }, algorithm);
  const { packedFloats, pack } = stepsFor(1);
  return {
    packed: {
      source: filter,
      floats: packedFloats,
      pack: ({ source, packed }) => pack({ filter: source, packed }),
    },
    resident: bias === null ? [] : [bias],
    workspaceFloats: () => 0,
    run: ({ inputs, output, packed, resident }, images) => [
      stepsFor(images).run({
        x: inputs[0]!,
        packed,
        bias: resident[0] ?? 0,
        alphas: 0,
        other: inputs[1] ?? 0,
        y: output,
      }),
    ],
  };
}
