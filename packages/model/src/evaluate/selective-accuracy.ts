/** How well a network does where it answers only what it is sure of. */
export interface SelectivePoint {
  /** The part that is answered, 0..1: the one asked for, or the next that there is. */
  readonly coverage: number;
  /** Answered is what is as confident as this: the `minConfidence` of `createRecognizer`; 0 answers all. */
  readonly minConfidence: number;
  /** Of what is answered, the part that was called right, 0..1. */
  readonly accuracy: number;
}

/** The parts that are looked at. */
const COVERAGES = [1, 0.9, 0.8, 0.7, 0.6, 0.5] as const;

/**
 * Accuracy at each coverage when the least confident images are refused (El-Yaniv and Wiener 2010, "On the Foundations of
 * Noise-free Selective Classification": the risk-coverage curve). Equally confident images are answered together.
 *
 * @param confidences `[count]`, 0..1
 * @param correct `[count]`, whether an image was called right
 */
export function selectiveAccuracy(
  confidences: ArrayLike<number>,
  correct: ArrayLike<number | boolean>,
): SelectivePoint[] {
  const order = Array.from(confidences, (_, i) => i).sort((a, b) => confidences[b]! - confidences[a]!);
  const { length } = order;
  return COVERAGES.map((coverage) => {
    const fewest = Math.max(1, Math.round(coverage * length));
    const minConfidence = fewest === length ? 0 : confidences[order[fewest - 1]!]!;
    const answered = order.filter((image) => confidences[image]! >= minConfidence);
    const hits = answered.filter((image) => correct[image]);
    return {
      coverage: answered.length / length,
      minConfidence,
      accuracy: hits.length / answered.length,
    };
  });
}
