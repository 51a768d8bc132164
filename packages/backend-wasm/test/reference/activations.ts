/** The activations that tfjs fuses, by name; `parameter` is leakyrelu's alpha or prelu's weight. */
export const activations = {
  linear: (value: number) => value,
  relu: (value: number) => Math.max(0, value),
  relu6: (value: number) => Math.min(6, Math.max(0, value)),
  elu: (value: number) => (value > 0 ? value : Math.expm1(value)),
  sigmoid: (value: number) => 1 / (1 + Math.exp(-value)),
  leakyrelu: (value: number, parameter: number) => (value > 0 ? value : parameter * value),
  prelu: (value: number, parameter: number) => (value > 0 ? value : parameter * value),
} as const;

export type ActivationName = keyof typeof activations;
