import { Activation } from '../../../assembly/activation.ts';
import { activation as activationStep, add } from '../../steps/elementwise.ts';
import { merge } from '../../steps/merge.ts';
import { pad2D } from '../../steps/pad2d.ts';
import { scaleShift } from '../../steps/scale-shift.ts';
import { logSoftmax, softmax } from '../../steps/softmax.ts';
import type {
  ActivationOp,
  AddOp,
  MergeOp,
  PadOp,
  PReLUOp,
  ScaleChannelsOp,
  ScaleShiftOp,
  SoftmaxOp,
} from '../plan.ts';
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

export function softmaxKernel({ type, rows, channels }: SoftmaxOp): OpKernel {
  const step = type === 'softmax' ? softmax : logSoftmax;
  return withoutWeights(({ inputs, output }, images) =>
    step({ x: inputs[0]!, y: output }, images * rows, channels),
  );
}

export function mergeKernel({ type, length }: MergeOp): OpKernel {
  return withoutWeights(({ inputs, output }, images) =>
    merge(type, { x: inputs[0]!, other: inputs[1]!, y: output }, images * length),
  );
}

/** Image by image, as each has scales of its own. */
export function scaleChannelsKernel({ pixels, channels }: ScaleChannelsOp): OpKernel {
  return {
    resident: [],
    workspaceFloats: () => 0,
    run: ({ inputs, output }, images) =>
      Array.from({ length: images }, (_, image) => {
        const pixel = image * pixels * channels * 4;
        const scale = inputs[1]! + image * channels * 4;
        const at = { x: inputs[0]! + pixel, center: 0, scale, shift: 0, alphas: 0, y: output + pixel };
        return scaleShift(at, pixels, channels, Activation.none);
      }),
  };
}

export function preluKernel({ pixels, channels, alphas }: PReLUOp): OpKernel {
  return {
    resident: [new Float32Array(channels).fill(1), alphas],
    workspaceFloats: () => 0,
    run: ({ inputs, output, resident }, images) => {
      const at = { x: inputs[0]!, center: 0, scale: resident[0]!, shift: 0, alphas: resident[1]!, y: output };
      return [scaleShift(at, images * pixels, channels, Activation.prelu)];
    },
  };
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
