const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A horizontal bar of block characters, to an eighth of a character.
 *
 * @param fraction 0..1; what lies outside is clipped
 * @param width of a full bar, in characters
 * @returns at most `width` characters, not padded
 */
export function renderBar(fraction: number, width: number): string {
  const eighths = Math.round(Math.min(Math.max(fraction, 0), 1) * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
