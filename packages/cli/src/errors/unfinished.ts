/** An error that ended a command after it had done something; that must not be lost with it. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
  /** What was done until then: the fields that the result would have had. Printed with `--json`. */
  readonly result: object;
  /** What is kept and how to go on; instead of the hint that belongs to the cause. */
  readonly advice?: string;

  constructor(cause: unknown, { result, advice }: { result: object; advice?: string }) {
    super('The command did not finish.', { cause });
    this.result = result;
    this.advice = advice;
  }
}
