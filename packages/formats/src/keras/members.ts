/** The members of a `.keras` file: keras/src/saving/saving_lib.py. */
export const MEMBERS = {
  metadata: 'metadata.json',
  config: 'config.json',
  weights: 'model.weights.h5',
} as const;
