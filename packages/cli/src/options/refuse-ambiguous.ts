import type { Command, Option } from 'commander';
import { UsageError } from '../errors/usage-error.ts';

/**
 * Makes a command and those below it refuse what commander takes silently: an empty value (`--out "$UNSET"`), and an
 * option that is given twice, of which the last would count. Options that collect values into a list may be repeated,
 * flags too.
 */
export function refuseAmbiguous(command: Command): void {
  const given = new Map<string, Option>();
  for (const option of command.options) {
    command.on(`option:${option.name()}`, (value: string | null) => {
      if (value === '') throw new UsageError(`${option.long} is empty. Give a value, or leave it out.`);
      const earlier = given.get(option.attributeName());
      given.set(option.attributeName(), option);
      if (earlier === undefined || option.variadic || Array.isArray(option.defaultValue)) return;
      if (earlier !== option) throw new UsageError(`${earlier.long} and ${option.long} exclude each other.`);
      if (option.required || option.optional) {
        throw new UsageError(`${option.long} is given twice. Give it once.`);
      }
    });
  }
  command.hook('preAction', (_, { args }) => {
    const at = args.indexOf('');
    if (at >= 0) throw new UsageError(`Argument ${at + 1} is empty. Give a value, or leave it out.`);
  });
  for (const below of command.commands) refuseAmbiguous(below);
}
