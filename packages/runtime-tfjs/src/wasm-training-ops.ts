import {
  batchNormTraining,
  createWasmOptimizer,
  fusedConv2d,
  fusedDense,
  fusedDropout,
} from '@fer/backend-wasm';
import { type Rank, zeros } from '@tensorflow/tfjs-core';
import type { FusedTrainingOps } from './fused-training-ops.ts';

/** The fused ops of `@fer/backend-wasm`, as the trainer calls them. */
export const wasmTrainingOps: FusedTrainingOps = {
  conv2d(x, filter, bias, options) {
    return fusedConv2d(x, filter, bias ?? zeros<Rank.R1>([filter.shape[3]]), options);
  },
  dense: fusedDense,
  batchNormalization: (x, gamma, beta, epsilon, activation) =>
    batchNormTraining(x, gamma, beta, epsilon, { activation }),
  dropout: fusedDropout,
  createOptimizer: createWasmOptimizer,
};
