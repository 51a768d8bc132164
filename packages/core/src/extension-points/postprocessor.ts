/** The scores of a face that is followed through a video. */
export interface TrackedScores {
  /** The face's number: the same for the same face. */
  readonly id: number;
  /** When the frame was seen, in ms; never less than that of the frame before. */
  readonly timestamp: number;
  /** The probability of each label, 0..1; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Makes what is told of a face in a video out of what was seen in it so far. */
export interface ScoreProcessor {
  /** Called for each frame in which the face is seen. @returns scores of the same labels, 0..1, that sum to 1 */
  update(face: TrackedScores): Readonly<Record<string, number>>;
  /** The face is gone, and its number will not come again. */
  forget(id: number): void;
}

/** Changes the scores of a video's faces over time: smooths them, say. */
export interface Postprocessor {
  readonly id: string;
  readonly apiVersion: 1;
  /**
   * Starts one for a video.
   *
   * @throws FerError `FER_INVALID_ARGUMENT` for options that it does not have or that are not sound
   */
  create(options?: Readonly<Record<string, unknown>>): ScoreProcessor;
}
