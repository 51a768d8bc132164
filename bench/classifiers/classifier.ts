/** What names the expression of a face, with its own preprocessing: ours and its peers behind one contract. */
export interface Classifier {
  /** As in the tables. */
  readonly name: string;
  /** Its outputs in order, by the names of `FER_PLUS_LABELS`. */
  readonly labels: readonly string[];
  /** What it makes of a 48×48 gray picture before the network sees it. */
  readonly preprocessing: string;
  /** What computes it here. */
  readonly engine: string;
  /** All files of its weights, as they are downloaded. */
  readonly weightsBytes: number;
  /** What its scores are tempered by where confidences are shown; 1 is not at all. */
  readonly temperature: number;
  /** Top-1 on PrivateTest that is known of it, 0..1: whoever measures something else has preprocessed otherwise. */
  readonly knownTop1?: number;
  /**
   * @param images `[count, 48, 48]`, uint8
   * @returns `[count, labels.length]`, probabilities
   */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
}

/** Width and height of FER2013's pictures. */
export const IMAGE_SIZE = 48;
