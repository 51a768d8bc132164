import { describeValue } from './describe-value.ts';
import { FerError } from './errors.ts';

/**
 * Refuses what is no `AbortSignal`: it would never stop anything.
 *
 * @param subject the function's name, for messages
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function assertSignal(signal: unknown, subject: string): asserts signal is AbortSignal | undefined {
  if (signal === undefined) return;
  const { aborted, throwIfAborted } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof throwIfAborted === 'function') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: \`signal\` must be an AbortSignal, but is ${describeValue(signal)}. Give \`controller.signal\`.`,
    { details: { subject } },
  );
}
