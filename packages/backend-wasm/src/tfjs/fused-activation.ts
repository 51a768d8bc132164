import { Activation } from '../../assembly/activation.ts';

/** The activations that tfjs fuses, by the names in its kernels' attributes. */
const byTfjsName: Readonly<Record<string, Activation>> = {
  linear: Activation.none,
  relu: Activation.relu,
  relu6: Activation.relu6,
  leakyrelu: Activation.leakyRelu,
  prelu: Activation.prelu,
  elu: Activation.elu,
  sigmoid: Activation.sigmoid,
};

/** undefined for a name that no kernel of ours knows */
export function fusedActivation(tfjsName: string | undefined): Activation | undefined {
  return tfjsName === undefined ? Activation.none : byTfjsName[tfjsName];
}
