import { Activation } from '../../assembly/activation.ts';

/** The bounds that an activation is, which a product applies as it stores its results; none for other activations. */
export function clampOf(activation: Activation): { readonly low: number; readonly high: number } | undefined {
  switch (activation) {
    case Activation.relu:
      return { low: 0, high: Number.POSITIVE_INFINITY };
    case Activation.relu6:
      return { low: 0, high: 6 };
    default:
      return undefined;
  }
}
