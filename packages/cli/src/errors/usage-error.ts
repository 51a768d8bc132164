/** A command line that makes no sense; `fer` exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
