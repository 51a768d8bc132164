/**
 * What FER+ lets its ten people vote for, in the order of its file (microsoft/FERPlus, fer2013new.csv). The last four
 * are no label of FER2013; `NF` is not a face.
 */
export const FER_PLUS_COLUMNS = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
  'unknown',
  'NF',
] as const;

/** The votes of FER+, row by row of `fer2013.csv`. */
export interface FerPlusVotes {
  readonly location: string;
  readonly count: number;
  /** `[count, 10]`, uint8, in the order of `FER_PLUS_COLUMNS`; a row nearly always sums to 10. */
  readonly votes: Uint8Array;
  /** `[count]`, indices into `SPLITS`. */
  readonly splits: Uint8Array;
}
