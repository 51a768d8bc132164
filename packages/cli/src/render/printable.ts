import { randomUUID } from 'node:crypto';

/**
 * What a terminal takes for a command or does not show as it stands: control characters (ESC and its one-character
 * forms among U+0080..U+009F, too), line separators, and the marks that turn the direction of a text around.
 */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from outside (a file's name, a label, a server's answer) as it may be shown: `\x1b` instead of the character,
 * so that it can neither move the cursor nor pass for another line. Doing it twice changes nothing.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const hex = character.charCodeAt(0).toString(16);
    return (
      NAMED[character] ?? (hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
    );
  });
}

/**
 * Stands for the ESC of our own colours until a line leaves. Text from outside cannot hold it, for every process draws
 * its own.
 */
export const COLOUR_ESCAPE = `\x1b${randomUUID()}`;

/** A line as it leaves for the terminal: our own colours as they are, all else printable. */
export function toTerminal(line: string): string {
  return line.split(COLOUR_ESCAPE).map(printable).join('\x1b');
}

/**
 * A text of several lines as it leaves. All but the first are set in, so that what a file's name brings along does not
 * look like a line of ours.
 */
export function toTerminalBlock(text: string): string {
  const [first, ...others] = text.split('\n').map(toTerminal);
  return [first, ...others.map((line) => (line.startsWith('  ') ? line : `  ${line}`))].join('\n');
}

/** As JSON: that leaves some of these as they are; they are written as `\u009b`, which means the same. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
