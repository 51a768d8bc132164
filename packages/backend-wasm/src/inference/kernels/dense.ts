import { denseSteps } from '../../steps/dense.ts';
import type { DenseOp } from '../plan.ts';
import { activationCode } from './activations.ts';
import type { OpKernel } from './op-kernel.ts';

export function denseKernel({ length, units, filter, bias, activation }: DenseOp): OpKernel {
  const stepsFor = (rows: number) =>
    denseSteps({ rows, inputs: length, outputs: units }, activationCode(activation));
  const { packedFloats, pack } = stepsFor(1);
  return {
    packed: {
      source: filter,
      floats: packedFloats,
      pack: ({ source, packed }) => pack({ weights: source, packed }),
    },
    resident: bias === null ? [] : [bias],
    workspaceFloats: (images) => stepsFor(images).workspaceFloats,
    run: ({ inputs, output, packed, resident, workspace }, images) =>
      stepsFor(images).run({
        x: inputs[0]!,
        packed,
        bias: resident[0] ?? 0,
        alphas: 0,
        workspace,
        y: output,
      }),
  };
}
