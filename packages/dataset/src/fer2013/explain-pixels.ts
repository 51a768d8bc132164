import { FACE_PIXELS } from './format.ts';

/** Enough for several faces; the count of pixels in a cell that is longer still is of no interest. */
const LONGEST_CELL_BYTES = 1 << 16;

/**
 * Says in words what is wrong with a pixel cell that was refused: the slow second look that keeps the fast loop simple.
 *
 * @param start first byte of the cell, after its quote; a newline follows somewhere
 */
export function explainPixels(bytes: Uint8Array, start: number): string {
  const end = Math.min(bytes.indexOf(0x0a, start), start + LONGEST_CELL_BYTES);
  let text = '';
  for (let position = start; position < end; position++) text += String.fromCharCode(bytes[position]!);
  const cell = /^[^",\r\n]*/.exec(text)![0].replace(/^ +| +$/g, '');
  const values = cell === '' ? [] : cell.split(/ +/);

  const wrong = values.findIndex((value) => !/^\d{1,3}$/.test(value) || Number(value) > 255);
  if (wrong >= 0) {
    const value = values[wrong]!;
    const shown = JSON.stringify(value.length > 12 ? `${value.slice(0, 12)}…` : value);
    return `pixel ${wrong + 1} is ${shown}, not a number from 0 to 255`;
  }
  return `it has ${group(values.length)} pixels instead of ${group(FACE_PIXELS)}`;
}

function group(count: number): string {
  return count.toLocaleString('en-US');
}
