import { UNLABELLED } from '@fer/core';
import { labelFromName } from '../emotion-names.ts';
import type { Column, Columns } from './columns.ts';
import { explainPixels } from './explain-pixels.ts';
import { FACE_PIXELS, splitFromUsage } from './format.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;

/** Longer than every label and usage, and than what a message shows of a cell. */
const LONGEST_NAME_BYTES = 24;

/** Reads rows of one file, byte by byte; nothing is turned into text but the label and the usage. */
export class RowReader {
  /** Of the row read last: index into `EMOTIONS`, or `UNLABELLED`. */
  label = UNLABELLED;
  /** Of the row read last: index into `SPLITS`. */
  split: number;
  /** Of the row read last: where its newline is. */
  end = 0;
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.split = columns.defaultSplit;
  }

  /**
   * Reads the row that starts at `start` and puts its pixels into `images` from `offset` on.
   *
   * @param bytes must hold a newline somewhere behind `start`: it ends the row and every loop
   * @returns why the row is bad, or `undefined` if it is good; after a bad row the pixels and `end` are undefined
   */
  read(bytes: Uint8Array, start: number, images: Uint8Array, offset: number): string | undefined {
    const { order } = this.#columns;
    let position = start;
    for (let index = 0; index < order.length; index++) {
      if (index > 0) {
        if (bytes[position] === NEWLINE) return `it has ${index} of ${order.length} columns`;
        if (bytes[position] !== COMMA) return `column ${index} does not end at a comma`;
        position++;
      }
      position = skipSpaces(bytes, position);
      const quoted = bytes[position] === QUOTE;
      if (quoted) position++;

      const column = order[index]!;
      if (column === 'pixels') {
        const stop = readPixels(bytes, position, images, offset);
        if (stop < 0) return explainPixels(bytes, position);
        position = stop;
      } else {
        const stop = findCellEnd(bytes, position, quoted);
        const reason = this.#readCell(column, bytes, position, stop);
        if (reason !== undefined) return reason;
        position = stop;
      }

      if (quoted) {
        if (bytes[position] !== QUOTE) return `the quote before column ${index + 1} is not closed`;
        position++;
      }
      position = skipSpaces(bytes, position);
      if (bytes[position] === CARRIAGE_RETURN) position++;
    }
    if (bytes[position] !== NEWLINE) return `something follows its ${order.length} columns`;
    this.end = position;
    return undefined;
  }

  #readCell(column: Column, bytes: Uint8Array, start: number, end: number): string | undefined {
    if (column === 'other') return undefined;
    const stop = skipSpacesBack(bytes, start, end);
    const isTooLong = stop - start > LONGEST_NAME_BYTES;
    const name = String.fromCharCode(
      ...bytes.subarray(start, isTooLong ? start + LONGEST_NAME_BYTES : stop),
    ).trim();
    const text = isTooLong ? `${name}…` : name;
    if (column === 'emotion') {
      const label = labelFromName(text);
      if (label === undefined) return `label ${JSON.stringify(text)} is not one of 0 to 6`;
      this.label = label;
      return undefined;
    }
    const split = splitFromUsage(text);
    if (split === undefined) {
      return `usage ${JSON.stringify(text)} is not Training, PublicTest or PrivateTest`;
    }
    this.split = split;
    return undefined;
  }
}

/**
 * Reads exactly 2,304 numbers 0..255 of one to three digits with spaces between them. This loop takes most of the time
 * of loading FER2013; what is wrong with a cell that it refuses is for `explainPixels` to find out.
 *
 * @returns the position after the last digit and any spaces, or -1 if the cell is anything else
 */
function readPixels(bytes: Uint8Array, start: number, images: Uint8Array, offset: number): number {
  const end = offset + FACE_PIXELS;
  let position = start;
  let to = offset;
  while (to < end) {
    let value = bytes[position]! - ZERO;
    if (value >>> 0 > 9) {
      if (bytes[position] !== SPACE) return -1;
      position++;
      continue;
    }
    let after = bytes[++position]! - ZERO;
    if (after >>> 0 <= 9) {
      value = value * 10 + after;
      after = bytes[++position]! - ZERO;
      if (after >>> 0 <= 9) {
        value = value * 10 + after;
        after = bytes[++position]! - ZERO;
        if (value > 255) return -1;
      }
    }
    images[to++] = value;
    if (after === SPACE - ZERO) position++;
    else if (to < end) return -1;
  }
  const stop = skipSpaces(bytes, position);
  const byte = bytes[stop];
  const ends = byte === COMMA || byte === NEWLINE || byte === QUOTE || byte === CARRIAGE_RETURN;
  return ends ? stop : -1;
}

function skipSpaces(bytes: Uint8Array, start: number): number {
  let position = start;
  while (bytes[position] === SPACE) position++;
  return position;
}

function skipSpacesBack(bytes: Uint8Array, start: number, end: number): number {
  let position = end;
  while (position > start && bytes[position - 1] === SPACE) position--;
  return position;
}

/** Where a cell ends: at its quote (two quotes are one that belongs to the text, RFC 4180), a comma or the line's end. */
function findCellEnd(bytes: Uint8Array, start: number, quoted: boolean): number {
  let position = start;
  for (;;) {
    const byte = bytes[position];
    if (quoted && byte === QUOTE && bytes[position + 1] === QUOTE) {
      position += 2;
      continue;
    }
    if (byte === NEWLINE || byte === (quoted ? QUOTE : COMMA)) return position;
    if (byte === CARRIAGE_RETURN && bytes[position + 1] === NEWLINE) return position;
    position++;
  }
}
