/**
 * The activation functions of layers, by their names in tfjs-layers where it has them:
 *
 * - `hardSigmoid` is `clip(0.2 x + 0.5, 0, 1)`, as in Keras 2 and tfjs; `hardSigmoid6` is `clip(x / 6 + 0.5, 0, 1)`, as
 *   in PyTorch and Keras 3; `hardSwish` is `x · hardSigmoid6(x)` (Howard et al. 2019, arXiv:1905.02244).
 * - `swish` is `x · sigmoid(x)`; `mish` is `x · tanh(softplus(x))`; `gelu` is `x · Φ(x)` (Hendrycks and Gimpel 2016,
 *   arXiv:1606.08415), and `gelu_new` its approximation by tanh.
 * - `softmax` and `logSoftmax` go over the channels, of each pixel of a feature map by itself.
 */
export const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'hardSigmoid6',
  'tanh',
  'softplus',
  'softsign',
  'softmax',
  'logSoftmax',
  'swish',
  'hardSwish',
  'mish',
  'gelu',
  'gelu_new',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];
