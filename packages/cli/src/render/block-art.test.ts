import { describe, expect, it } from 'vitest';
import { renderBlockArt } from './block-art.ts';
import { toTerminal } from './printable.ts';

/** A 4×4 picture: black above, white below. */
const pixels = new Uint8Array(16).fill(255, 8);

describe('renderBlockArt', () => {
  it('draws with a ramp of characters without colours', () => {
    expect(renderBlockArt(pixels, 4, 4, false)).toEqual(['    ', '@@@@']);
  });

  it('takes the mean of the pixels that share a character', () => {
    expect(renderBlockArt(pixels, 4, 2, false)).toEqual(['==']);
  });

  it('uses all characters for a picture of little contrast', () => {
    const faint = new Uint8Array(16).fill(110, 8).fill(100, 0, 8);
    expect(renderBlockArt(faint, 4, 4, false)).toEqual(['    ', '@@@@']);
  });

  it('draws two pixels in a half block with colours', () => {
    const [line] = renderBlockArt(pixels, 4, 2, true);
    expect(toTerminal(line!)).toBe('\x1b[38;5;232;48;5;255m▀\x1b[38;5;232;48;5;255m▀\x1b[0m');
  });
});
