import type { Weights } from '@fer/model';

/** Networks whose answers a network in training learns from. */
export interface DistillationOptions {
  /** At least one; of the same labels and size of input as the network that is trained. Their answers are averaged. */
  readonly teachers: readonly Weights[];
  /**
   * Within `TEMPERATURE_LIMITS` of @fer/model; default 2. Higher ones show more of what a teacher holds possible besides its
   * answer.
   */
  readonly temperature?: number;
  /** How much of the loss is the teachers', over 0 to 1; the rest is that of the labels. Default 0.7. */
  readonly share?: number;
}

export const DISTILLATION_DEFAULTS = { temperature: 2, share: 0.7 } as const;

/** Of a training's configuration: whom it learns from, and how. */
export interface DistillationConfig {
  readonly teachers: readonly { readonly architecture: string; readonly sha256: string }[];
  readonly temperature: number;
  readonly share: number;
  /** The teachers' arithmetic: `relaxed-simd`, `simd`, or `scalar` without WebAssembly SIMD. */
  readonly rounding: string;
}
