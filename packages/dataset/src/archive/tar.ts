import { archiveError } from './archive-error.ts';
import { ByteQueue } from './byte-queue.ts';
import { paxValues } from './pax.ts';

/** A file in a tar archive. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

// Layout of a header: POSIX.1-1988 (ustar); `x` and `g`: POSIX.1-2001 (pax); `L`: GNU tar.
const BLOCK_BYTES = 512;

/** Regular files; an empty type is what tar wrote before POSIX. */
const FILE_TYPES = new Set(['0', '', '7']);

/** Links, devices and directories have none, whatever their length says. */
const NO_BODY = new Set(['1', '2', '3', '4', '5', '6']);

/** Of a long name or of pax records; a header that claims more is damaged. */
const LONGEST_EXTENSION_BYTES = 1 << 20;

/** Whether these first 512 bytes are the header of a tar archive (magic `ustar` at offset 257). */
export function isTar(head: Uint8Array): boolean {
  return textAt(head, 257, 5) === 'ustar';
}

/**
 * The files of a tar archive, in its order. Each must be read before the next one is asked for; what is left unread of
 * it is passed over.
 *
 * @throws FerError `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT`
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<TarMember> {
  const queue = new ByteQueue(chunks, () => archiveError(location, 'a tar without its end', true));
  const corrupt = (problem: string) => archiveError(location, problem, false);
  let globals: Extension = {};
  let extended: Extension = {};
  try {
    for (;;) {
      const header = (await queue.take(BLOCK_BYTES)).slice();
      if (isBlank(header)) {
        // Its end is two blank blocks: a single one is a header that was lost, and with it the files behind it.
        if (!isBlank(await queue.take(BLOCK_BYTES))) throw corrupt('a tar header is blank');
        break;
      }
      if (!hasRightChecksum(header)) throw corrupt('a tar header has a wrong checksum');
      const type = textAt(header, 156, 1);
      const ownSize = numberAt(header, 124, 12);

      if (type === 'x' || type === 'g' || type === 'L') {
        assertSize(ownSize, location);
        if (ownSize > LONGEST_EXTENSION_BYTES) throw corrupt('a tar header is too long');
        const body = (await queue.take(padded(ownSize))).subarray(0, ownSize);
        const values = type === 'L' ? { path: textAt(body, 0, ownSize) } : readExtension(body);
        if (values === undefined) throw corrupt('a pax header is not one');
        if (type === 'g') globals = { ...globals, ...values };
        else extended = { ...extended, ...values };
        continue;
      }
      const { path: name = nameOfHeader(header), size: paxSize } = { ...globals, ...extended };
      const size = paxSize === undefined ? ownSize : /^\d+$/.test(paxSize) ? Number(paxSize) : Number.NaN;
      assertSize(size, location);
      extended = {};
      const body = new TarBody(queue, NO_BODY.has(type) ? 0 : size);
      if (FILE_TYPES.has(type)) yield { name, size, chunks: body.read() };
      await body.skip();
    }
    await queue.drain();
  } finally {
    await queue.close();
  }
}

/** What is taken from pax headers and long names: they hold more, and of any length. */
interface Extension {
  readonly path?: string;
  readonly size?: string;
}

function readExtension(body: Uint8Array): Extension | undefined {
  const values = paxValues(body);
  if (values === undefined) return undefined;
  const [path, size] = [values.get('path'), values.get('size')];
  return { ...(path !== undefined && { path }), ...(size !== undefined && { size }) };
}

/** @throws FerError `FER_DATA_CORRUPT` */
function assertSize(size: number, location: string): void {
  if (!Number.isSafeInteger(size)) throw archiveError(location, 'a tar header has no length', false);
}

function isBlank(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** The bytes of one member; knows how many are left when its reader stops early. */
class TarBody {
  readonly #queue: ByteQueue;
  readonly #padding: number;
  #left: number;

  constructor(queue: ByteQueue, size: number) {
    this.#queue = queue;
    this.#left = size;
    this.#padding = padded(size) - size;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) {
      const part = await this.#queue.takeSome(this.#left);
      this.#left -= part.length;
      yield part;
    }
  }

  async skip(): Promise<void> {
    let left = this.#left + this.#padding;
    while (left > 0) left -= (await this.#queue.takeSome(left)).length;
  }
}

function nameOfHeader(header: Uint8Array): string {
  const name = textAt(header, 0, 100);
  const prefix = textAt(header, 257, 6) === 'ustar' ? textAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The sum of all bytes of the header, those of the checksum itself taken as spaces. */
function hasRightChecksum(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return sum === numberAt(header, 148, 8);
}

/** Octal digits, or the number itself with its highest bit set, as GNU tar writes lengths from 8 GiB on. */
function numberAt(header: Uint8Array, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  if (field[0]! & 0x80)
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, field[0]! & 0x7f);
  const digits = textAt(header, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}
