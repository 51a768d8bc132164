import type { TrainingOptions } from '../train/train-options.ts';

/** How `fer demo` trains: about 85 % of the drawn faces right after half a minute on one core. */
export const DEMO_OPTIONS: TrainingOptions = {
  data: 'synthetic',
  cache: false,
  architecture: 'demo-cnn',
  epochs: 5,
  batchSize: 32,
  learningRate: 0.002,
  optimizer: 'adam',
  weightDecay: 0,
  schedule: 'cosine',
  warmup: 0,
  seed: 1,
  augment: false,
  labelSmoothing: 0,
  runtime: 'auto',
  dtype: 'float32',
  licence: 'Apache-2.0',
};
