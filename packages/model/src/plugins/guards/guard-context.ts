/** What guards know besides the part that they hold. */
export interface GuardContext {
  /** How long a part may take to start, in ms, or `Infinity`. */
  readonly timeoutMs: number;
  /** Tells of a part that is passed over. */
  warn(message: string): void;
}
