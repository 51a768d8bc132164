import { Activation } from '../../../assembly/activation.ts';
import type { PlanActivation } from '../plan.ts';

const ACTIVATIONS: Readonly<Record<PlanActivation, Activation>> = {
  none: Activation.none,
  relu: Activation.relu,
  relu6: Activation.relu6,
  elu: Activation.elu,
  sigmoid: Activation.sigmoid,
  tanh: Activation.tanh,
  softplus: Activation.softplus,
  selu: Activation.selu,
  hardSigmoid: Activation.hardSigmoid,
  hardSigmoid6: Activation.hardSigmoid6,
  softsign: Activation.softsign,
  swish: Activation.swish,
  hardSwish: Activation.hardSwish,
  mish: Activation.mish,
  gelu: Activation.gelu,
  gelu_new: Activation.geluTanh,
};

/** As the kernels number it. */
export function activationCode(activation: PlanActivation): Activation {
  return ACTIVATIONS[activation];
}
