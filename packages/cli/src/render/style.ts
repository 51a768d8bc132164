import { styleText } from 'node:util';
import type { OutputStream } from '../output-stream.ts';
import type { Terminal } from '../terminal.ts';
import { COLOUR_ESCAPE } from './printable.ts';

/** A colour or attribute of a text, as `node:util` names them. */
export type Format = Parameters<typeof styleText>[0];

/** Gives a text a colour, which `toTerminal` makes real, or leaves it as it is where colours are off. */
export type Style = (format: Format, text: string) => string;

/** The style of everything that is not shown on a terminal. */
export const plainStyle: Style = (_format, text) => text;

/** Colours where they are wanted, else `plainStyle`. */
export function createStyle(stream: OutputStream, env: Terminal['env']): Style {
  if (!wantsColours(stream, env)) return plainStyle;
  return (format, text) => {
    const [on, off] = styleText(format, '|', { validateStream: false })
      .replaceAll('\x1b', COLOUR_ESCAPE)
      .split('|');
    return `${on}${text}${off}`;
  };
}

/**
 * Colours are on for a terminal, unless `NO_COLOR` (no-color.org), `NODE_DISABLE_COLORS` or a dumb terminal says
 * otherwise. `FORCE_COLOR` overrules all of these; `FORCE_COLOR=0` turns colours off.
 */
export function wantsColours(stream: OutputStream, env: Terminal['env']): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR || env.NODE_DISABLE_COLORS || env.TERM === 'dumb') return false;
  return stream.isTTY === true;
}
