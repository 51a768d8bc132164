/** How much of weights has come. */
export interface LoadProgress {
  /** Bytes of all files together; never less than it was. */
  readonly loaded: number;
  /** Bytes that there will be, by `fer.json`. */
  readonly total: number;
}

export interface OnLoadProgress {
  /** Told how much of the weights has come, of all files together; nothing of weights in memory, nor of a detector's. */
  readonly onProgress?: (progress: LoadProgress) => void;
}
