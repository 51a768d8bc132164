import type * as TfCore from '@tensorflow/tfjs-core';

/** Moves the weights of one network along their gradients. */
export interface NetworkOptimizer {
  /** The length of the vector that all gradients make together. */
  gradientNorm(gradients: readonly TfCore.Tensor[]): number;
  /** @param gradients by index of the network's trainable weights; left as they are */
  update(gradients: readonly TfCore.Tensor[], update: Update): void;
  /**
   * Copies of the moments, by slot (`first-moment`, say) and index of the trainable weights; with the step all the
   * state there is, so that a checkpoint of them continues exactly.
   */
  exportSlots(): ReadonlyMap<string, readonly Float32Array[]>;
  /** Goes on from moments that were exported, and from the weights that the network has now. */
  importSlots(slots: ReadonlyMap<string, readonly Float32Array[]>): void;
  /** Frees the moments. */
  dispose(): void;
}

/** One step for all tensors. */
export interface Update {
  /** From 0, over the whole training; Adam corrects its bias by it. */
  readonly step: number;
  readonly learningRate: number;
  /** Gradients are multiplied by it first: clipping. */
  readonly gradientFactor: number;
}
