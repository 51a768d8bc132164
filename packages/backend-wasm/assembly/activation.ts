/** Activation functions that the kernels fuse into what computes their input. */
export const enum Activation {
  none = 0,
  relu = 1,
  relu6 = 2,
  /** x where x > 0, else alpha · x, with one alpha. */
  leakyRelu = 3,
  /** The same with one alpha a channel. */
  prelu = 4,
  elu = 5,
  sigmoid = 6,
  tanh = 7,
  softplus = 8,
  selu = 9,
  /** clip(0.2 x + 0.5, 0, 1) */
  hardSigmoid = 10,
  /** clip(x / 6 + 0.5, 0, 1) */
  hardSigmoid6 = 11,
  softsign = 12,
  swish = 13,
  hardSwish = 14,
  mish = 15,
  gelu = 16,
  /** Its approximation by tanh. */
  geluTanh = 17,
}
