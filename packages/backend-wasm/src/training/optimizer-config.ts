/** Adam (Kingma and Ba 2015, arXiv:1412.6980), with `weightDecay` AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101). */
export interface WasmAdamConfig {
  readonly type: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Gradient descent with momentum, Nesterov's if asked for (Sutskever et al. 2013). */
export interface WasmSgdConfig {
  readonly type: 'sgd';
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** As the trainer of `@fer/model` has it. `weightDecay` is decoupled: `w -= rate × weightDecay × w`. */
export type WasmOptimizerConfig = WasmAdamConfig | WasmSgdConfig;

/** The moments that an optimizer keeps of each variable, in the order in which the steps take them. */
export function slotNames(config: WasmOptimizerConfig): readonly string[] {
  return config.type === 'adam' ? ['first-moment', 'second-moment'] : ['velocity'];
}
