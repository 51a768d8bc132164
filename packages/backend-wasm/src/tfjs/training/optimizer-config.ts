/** Adam (Kingma and Ba 2015, arXiv:1412.6980), with `weightDecay` AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101). */
export interface AdamConfig {
  readonly type: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Gradient descent with momentum, Nesterov's if asked for (Sutskever et al. 2013). */
export interface SgdConfig {
  readonly type: 'sgd';
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/**
 * `weightDecay` is decoupled from the gradient and times the learning rate, `w -= rate × weightDecay × w`; it is for
 * kernels only, since biases and gammas do not overfit.
 */
export type OptimizerConfig = AdamConfig | SgdConfig;

/** The moments that an optimizer keeps of each variable, in the order in which the steps take them. */
export function slotNames(config: OptimizerConfig): readonly string[] {
  return config.type === 'adam' ? ['first-moment', 'second-moment'] : ['velocity'];
}
