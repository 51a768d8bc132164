/** The part of a stream that `fer` writes to. */
export interface OutputStream {
  write(text: string): unknown;
  /** Whether a person looks at it. */
  readonly isTTY?: boolean;
  /** Its width in characters, if known. */
  readonly columns?: number;
  /** Whether a write failed, so that there is no use in another. */
  readonly isBroken?: boolean;
  /** Waits until all is written, and throws if a write failed. */
  flush?(): Promise<void>;
}
