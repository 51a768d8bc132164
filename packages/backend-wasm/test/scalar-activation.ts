import { Activation } from '../assembly/activation.ts';

/** Every activation by its definition, in float64. */
export const scalarActivations: readonly (readonly [
  name: string,
  code: Activation,
  apply: (x: number, alpha: number) => number,
])[] = [
  ['none', Activation.none, (x) => x],
  ['relu', Activation.relu, (x) => (x < 0 ? 0 : x)],
  ['relu6', Activation.relu6, (x) => (x < 0 ? 0 : x > 6 ? 6 : x)],
  ['leakyRelu', Activation.leakyRelu, (x, alpha) => (x < 0 ? alpha * x : x)],
  ['prelu', Activation.prelu, (x, alpha) => (x < 0 ? alpha * x : x)],
  ['elu', Activation.elu, (x) => (x < 0 ? Math.expm1(x) : x)],
  ['sigmoid', Activation.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ['tanh', Activation.tanh, Math.tanh],
  ['softplus', Activation.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
];
