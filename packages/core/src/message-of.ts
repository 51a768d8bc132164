import { describeValue } from './describe-value.ts';

/** What something says that was thrown, be it an `Error` of any realm, a text or anything else. Never throws. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown.trim();
  try {
    const { message } = (thrown ?? {}) as Partial<Error>;
    if (typeof message === 'string') return message.trim();
  } catch {}
  return describeValue(thrown);
}
