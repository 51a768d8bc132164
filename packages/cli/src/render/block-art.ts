import { COLOUR_ESCAPE } from './printable.ts';

/** From dark to light, for terminals without colours. */
const RAMP = ' .:-=+*#%@';

/**
 * Draws a gray picture with characters: two rows of pixels in a line of half blocks where colours are on, one
 * character of a ramp from dark to light for two rows where they are not.
 *
 * @param pixels `[size, size]`, 0..255
 * @param width of the drawing, in characters; a divisor of `size`
 * @returns `width / 2` lines of `width` characters
 */
export function renderBlockArt(pixels: Uint8Array, size: number, width: number, colours: boolean): string[] {
  const small = stretchContrast(shrink(pixels, size, width));
  return Array.from({ length: width / 2 }, (_, line) => {
    const cells = Array.from({ length: width }, (_, x) => {
      const upper = small[2 * line * width + x]!;
      const lower = small[(2 * line + 1) * width + x]!;
      return colours ? halfBlock(upper, lower) : RAMP[Math.floor(((upper + lower) / 2 / 256) * RAMP.length)]!;
    });
    return colours ? `${cells.join('')}${COLOUR_ESCAPE}[0m` : cells.join('');
  });
}

/** Spreads the levels over 0..255, since there are few characters to tell them apart. A flat picture stays as it is. */
function stretchContrast(levels: Float32Array): Float32Array {
  const low = levels.reduce((a, b) => Math.min(a, b));
  const high = levels.reduce((a, b) => Math.max(a, b));
  return high === low ? levels : levels.map((level) => ((level - low) / (high - low)) * 255);
}

/** The mean of each square of pixels, `[width, width]`. */
function shrink(pixels: Uint8Array, size: number, width: number): Float32Array {
  const scale = size / width;
  const small = new Float32Array(width * width);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const target = Math.floor(y / scale) * width + Math.floor(x / scale);
      small[target]! += pixels[y * size + x]! / (scale * scale);
    }
  }
  return small;
}

/** Upper half in the foreground colour, lower half in the background colour. */
function halfBlock(upper: number, lower: number): string {
  return `${COLOUR_ESCAPE}[38;5;${gray256(upper)};48;5;${gray256(lower)}m▀`;
}

/** The 24 grays of the 256-colour palette are 232 (dark) to 255 (light). */
function gray256(level: number): number {
  return 232 + Math.min(Math.floor((level / 256) * 24), 23);
}
