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
}
