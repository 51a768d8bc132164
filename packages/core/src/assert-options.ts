import { describeValue } from './describe-value.ts';
import { FerError } from './errors.ts';
import { nearestName } from './plugin/nearest-name.ts';

/**
 * Refuses an option that a function does not have: a misspelt one would be passed over, and the caller never know.
 *
 * @param options what the caller gave; `undefined` is no options
 * @param known the names of all options, as a table that TypeScript holds against their type:
 * `{ seed: true, size: true } satisfies Record<keyof DrawFaceOptions, true>`
 * @param subject the function's name, for messages
 * @throws FerError `FER_INVALID_ARGUMENT`, with `option`, `available` and `suggestion` in `details`
 */
export function assertOptions(
  options: object | undefined,
  known: Readonly<Record<string, true>>,
  subject: string,
): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${subject}: the options must be an object, but are ${describeValue(options)}.`,
      { details: { subject } },
    );
  }
  const option = Object.keys(options).find((key) => !Object.hasOwn(known, key));
  if (option === undefined) return;
  const available = Object.keys(known);
  const suggestion = nearestName(option, available);
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: there is no option ${describeValue(option)}.${didYouMean(suggestion)} Options: ${available.join(', ')}.`,
    { details: { subject, option, available, suggestion } },
  );
}

/**
 * Refuses a value of an option that is none of its choices.
 *
 * @param subject the function's name, for messages
 * @throws FerError `FER_INVALID_ARGUMENT`, with `option`, `value`, `available` and `suggestion` in `details`
 */
export function assertChoice(
  value: unknown,
  choices: readonly string[],
  option: string,
  subject: string,
): void {
  if (typeof value === 'string' && choices.includes(value)) return;
  const suggestion = typeof value === 'string' ? nearestName(value, choices) : undefined;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: \`${option}\` must be ${choices.map((choice) => `'${choice}'`).join(' or ')}, ` +
      `but is ${describeValue(value)}.${didYouMean(suggestion)}`,
    { details: { subject, option, value, available: choices, suggestion } },
  );
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
}
