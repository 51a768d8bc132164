import { describeValue, FerError } from '@fer/core';
import { abortable } from '../archive/abortable.ts';
import { readStream } from '../archive/blob-source.ts';
import type { FaceDataset } from '../face-dataset.ts';
import { MOST_FACES, tooManyFaces } from '../limits.ts';
import { assertLoadOptions } from '../load-options.ts';
import { type OnBadRow, SkipList } from '../skip-list.ts';
import { type Columns, readColumns } from './columns.ts';
import { FACE_PIXELS, FACE_SIZE_PX } from './format.ts';
import { LineSplitter, LONGEST_LINE_BYTES } from './lines.ts';
import { RowReader } from './read-row.ts';
import { RowStore } from './row-store.ts';

const NEWLINE = 0x0a;

const LONG_HEADER = `a line of more than ${LONGEST_LINE_BYTES.toLocaleString('en-US')} bytes`;
const LONG_ROW = `the line is longer than ${LONGEST_LINE_BYTES.toLocaleString('en-US')} bytes`;

/** How a CSV is read. */
export interface ParseCsvOptions {
  /** For messages and the result's `source`: the path or file name. Default `the CSV`. */
  readonly location?: string;
  /** The result's name. Default `location`. */
  readonly name?: string;
  /** Whether a bad row ends the reading or is left out and counted. Default `error`. */
  readonly onBadRow?: OnBadRow;
  /** Length of the CSV, if known: saves memory, and is the total of `onProgress`. */
  readonly totalBytes?: number;
  readonly onProgress?: (progress: { bytesRead: number; totalBytes?: number }) => void;
  readonly signal?: AbortSignal;
}

const PARSE_CSV_OPTIONS = {
  onBadRow: true,
  onProgress: true,
  signal: true,
  location: true,
  name: true,
  totalBytes: true,
} satisfies Record<keyof ParseCsvOptions, true>;

/**
 * Reads FER2013 in any of its four column dialects (see `readColumns`) from a stream of bytes, on any platform:
 * `parseFer2013Csv(blob.stream())` in browsers, `parseFer2013Csv(createReadStream(path))` in Node. Blank lines hold no
 * row and are passed over. A chunk is not kept, so its memory may be used again for the next one.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for chunks that are no bytes and for unknown options, `FER_DATA_EMPTY` without rows, `FER_DATA_HEADER`, `FER_DATA_ROW`; the reason of `signal` if aborted
 */
export async function parseFer2013Csv(
  chunks: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  options: ParseCsvOptions = {},
): Promise<FaceDataset> {
  assertLoadOptions(options, PARSE_CSV_OPTIONS, 'parseFer2013Csv');
  const { location = 'the CSV', totalBytes, onProgress, signal } = options;
  const parser = new CsvParser(location, options.onBadRow ?? 'error', totalBytes);
  const given = iterate(chunks);
  let bytesRead = 0;
  for await (const chunk of signal === undefined ? given : abortable(given, signal)) {
    assertBytes(chunk);
    bytesRead += chunk.byteLength;
    parser.push(chunk);
    onProgress?.({ bytesRead, totalBytes });
  }
  const { rows, skipped } = parser.finish();
  return {
    name: options.name ?? location,
    width: FACE_SIZE_PX,
    height: FACE_SIZE_PX,
    ...rows,
    source: { location },
    skipped,
  };
}

/** A `ReadableStream` is not an async iterable yet in every browser. */
function iterate(chunks: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const { getReader } = (chunks ?? {}) as Partial<ReadableStream>;
  if (typeof getReader === 'function') return readStream(chunks as ReadableStream<Uint8Array>);
  const isIterable = typeof (chunks as Partial<AsyncIterable<Uint8Array>> | undefined)?.[
    Symbol.asyncIterator
  ];
  if (isIterable === 'function') return chunks as AsyncIterable<Uint8Array>;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `parseFer2013Csv: the chunks must be a stream, such as blob.stream() or createReadStream(path), but are ${describeValue(chunks)}.`,
    { details: { chunks } },
  );
}

function assertBytes(chunk: unknown): void {
  if (chunk instanceof Uint8Array || Object.prototype.toString.call(chunk) === '[object Uint8Array]') return;
  const advice = typeof chunk === 'string' ? ' Leave out the encoding of the stream.' : '';
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `parseFer2013Csv: each chunk must be a Uint8Array, but one is ${describeValue(chunk)}.${advice}`,
  );
}

class CsvParser {
  readonly #location: string;
  readonly #totalBytes: number | undefined;
  readonly #rows = new RowStore();
  readonly #skipped: SkipList;
  readonly #lines = new LineSplitter(
    (bytes, start) => this.#readLine(bytes, start),
    () => this.#rejectLongLine(),
  );
  #columns: Columns | undefined;
  #reader: RowReader | undefined;
  #line = 0;
  #row = 0;
  #bytesBefore = 0;

  constructor(location: string, onBadRow: OnBadRow, totalBytes: number | undefined) {
    this.#location = location;
    this.#totalBytes = totalBytes;
    this.#skipped = new SkipList(location, onBadRow);
  }

  push(chunk: Uint8Array): void {
    // A Buffer is a Uint8Array of another hidden class; one class for all keeps the pixel loop monomorphic.
    this.#lines.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#bytesBefore += chunk.byteLength;
  }

  finish() {
    this.#lines.finish();
    if (this.#line === 0 || this.#columns === undefined) {
      throw isEmpty(this.#location, 'is empty; a FER2013 CSV with a header was expected');
    }
    if (this.#rows.count === 0) {
      const found = this.#row === 0 ? 'no rows below its header' : `no good row among ${this.#row}`;
      throw isEmpty(this.#location, `has ${found}`, { skipped: this.#skipped.result() });
    }
    return { rows: this.#rows.finish(), skipped: this.#skipped.result() };
  }

  #readLine(bytes: Uint8Array, start: number): number {
    this.#line++;
    const blankEnd = findBlankEnd(bytes, start);
    if (blankEnd >= 0 && blankEnd - start <= LONGEST_LINE_BYTES) return blankEnd;
    if (this.#reader === undefined) {
      const end = bytes.indexOf(NEWLINE, start);
      const isTooLong = end - start > LONGEST_LINE_BYTES;
      const header = isTooLong ? LONG_HEADER : new TextDecoder().decode(bytes.subarray(start, end));
      this.#columns = readColumns(header, this.#location);
      this.#reader = new RowReader(this.#columns);
      return end;
    }

    this.#row++;
    const rows = this.#rows;
    if (rows.count === MOST_FACES) throw tooManyFaces(this.#location, 'rows');
    rows.reserve(this.#totalBytes ? (this.#bytesBefore + start) / this.#totalBytes : 0);
    const problem = this.#reader.read(bytes, start, rows.images, rows.count * FACE_PIXELS);
    const end = problem === undefined ? this.#reader.end : bytes.indexOf(NEWLINE, start);
    // The splitter sees how long a line is only where it lies across chunks; what is refused must not depend on that.
    const reason = end - start > LONGEST_LINE_BYTES ? LONG_ROW : problem;
    if (reason !== undefined) {
      this.#skipped.add(this.#row, reason, this.#line);
      return end;
    }
    rows.labels[rows.count] = this.#reader.label;
    rows.splits[rows.count] = this.#reader.split;
    rows.count++;
    return end;
  }

  #rejectLongLine(): void {
    this.#line++;
    if (this.#columns === undefined) readColumns(LONG_HEADER, this.#location);
    this.#row++;
    this.#skipped.add(this.#row, LONG_ROW, this.#line);
  }
}

/** The newline of a line that holds nothing but spaces, or -1. */
function findBlankEnd(bytes: Uint8Array, start: number): number {
  let position = start;
  while (bytes[position] === 0x20 || bytes[position] === 0x0d) position++;
  return bytes[position] === NEWLINE ? position : -1;
}

function isEmpty(location: string, what: string, details: Record<string, unknown> = {}): FerError {
  return new FerError('FER_DATA_EMPTY', `${location} ${what}. Check that the file is complete.`, {
    details: { location, ...details },
  });
}
