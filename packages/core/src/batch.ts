/** Some images of one training step. */
export interface Batch {
  /** `[size, height, width, 1]`, NHWC, float32, gray levels 0..255: the trainer applies the input spec's scaling. */
  readonly images: Float32Array;
  /** `[size]`, indices into the classes; may be left out where there are `targets`. */
  readonly labels?: Uint8Array;
  /**
   * `[size, classes]`, 0..1, each row sums to 1: what the network is to answer, where that is more than one label (votes,
   * two pictures in one). They are trained on then, and labels only count what was right.
   */
  readonly targets?: Float32Array;
  readonly size: number;
}

/**
 * Where a trainer gets its batches. `batch` is a pure function of epoch and step (both from 0): asked twice it gives
 * the same bytes, in whatever order it is asked. That is what makes a resumed training equal an uninterrupted one.
 */
export interface BatchSource {
  readonly width: number;
  readonly height: number;
  readonly stepsPerEpoch: number;
  /** `[classes]`, how many images of each class there are to draw from. */
  readonly classCounts: readonly number[];
  /** All that decides the batches (seed, batch size, augmentation, data checksum …), as JSON; compared on resume. */
  readonly record: Readonly<Record<string, unknown>>;
  batch(epoch: number, step: number): Batch;
}
