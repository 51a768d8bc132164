import { activation as activationStep, add } from '../../steps/elementwise.ts';
import { pad2D } from '../../steps/pad2d.ts';
import { scaleShift } from '../../steps/scale-shift.ts';
import { softmax } from '../../steps/softmax.ts';
import type { ActivationOp, AddOp, PadOp, ScaleShiftOp, SoftmaxOp } from '../plan.ts';
import { activationCode } from './activations.ts';
import { type OpKernel, withoutWeights } from './op-kernel.ts';

export function addKernel({ length, activation }: AddOp): OpKernel {
  return withoutWeights(({ inputs, output }, images) =>
    add({ x: inputs[0]!, other: inputs[1]!, y: output }, images * length, activationCode(activation)),
  );
}

export function activationKernel({ length, activation }: ActivationOp): OpKernel {
  return withoutWeights(({ inputs, output }, images) =>
    activationStep({ x: inputs[0]!, y: output }, images * length, activationCode(activation)),
  );
}

export function softmaxKernel({ length }: SoftmaxOp): OpKernel {
  return withoutWeights(({ inputs, output }, images) =>
    softmax({ x: inputs[0]!, y: output }, images, length),
  );
}

export function padKernel({ inHeight, inWidth, channels, top, bottom, left, right }: PadOp): OpKernel {
  const sides = { inHeight, inWidth, channels, top, bottom, left, right };
  return withoutWeights(({ inputs, output }, images) =>
    pad2D({ x: inputs[0]!, y: output }, { batch: images, ...sides }),
  );
}

export function scaleShiftKernel({ pixels, channels, scale, shift, activation }: ScaleShiftOp): OpKernel {
  return {
    resident: [scale, shift],
    workspaceFloats: () => 0,
    run: ({ inputs, output, resident }, images) => [
      scaleShift(
        { x: inputs[0]!, center: 0, scale: resident[0]!, shift: resident[1]!, alphas: 0, y: output },
        images * pixels,
        channels,
        activationCode(activation),
      ),
    ],
  };
}
