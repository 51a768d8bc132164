import { UsageError } from '../errors/usage-error.ts';

/**
 * The value of an option that must be given. Checked here and not by commander, which would complain of it before it
 * complains of a misspelt option, which may be the very one.
 *
 * @param advice how to give it
 * @throws UsageError
 */
export function requireOption<Value>(value: Value | undefined, flag: string, advice: string): Value {
  if (value !== undefined) return value;
  throw new UsageError(`${flag} is missing. ${advice}`);
}
