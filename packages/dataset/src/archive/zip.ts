import { FerError } from '@fer/core';
import { archiveError } from './archive-error.ts';
import { type ByteSource, collect, type Inflaters, readRange } from './byte-source.ts';

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Before compression. */
  readonly size: number;
  readonly compressedSize: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** Where its local header starts. */
  readonly headerOffset: number;
}

// Signatures and layouts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_END_OF_DIRECTORY = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const END_BYTES = 22;
const LONGEST_COMMENT_BYTES = 0xffff;
const IN_ZIP64 = 0xffffffff;

/** Whether these first bytes are those of a zip archive with at least one member. */
export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0, true) === LOCAL_HEADER;
}

/**
 * Lists the files of a zip archive by its central directory, which is at the end: so a truncated archive is known
 * before anything of it is read, and members of unknown length in front are no riddle.
 *
 * @throws FerError `FER_DATA_TRUNCATED` if the directory is not there, `FER_DATA_CORRUPT` if it makes no sense
 */
export async function listZip(source: ByteSource): Promise<ZipMember[]> {
  const { offset, size, count } = await findDirectory(source);
  if (offset + size > source.size) throw corrupt(source, 'its directory lies beyond its end');
  const bytes = await readRange(source, offset, offset + size);
  const view = viewOf(bytes);

  const members: ZipMember[] = [];
  let position = 0;
  for (let index = 0; index < count; index++) {
    if (position + 46 > bytes.length || view.getUint32(position, true) !== CENTRAL_HEADER) {
      throw corrupt(source, `entry ${index + 1} of its directory is not one`);
    }
    const nameEnd = position + 46 + view.getUint16(position + 28, true);
    const extraEnd = nameEnd + view.getUint16(position + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(position + 46, nameEnd));
    const wide = new Zip64Fields(view, nameEnd, Math.min(extraEnd, bytes.length));
    const fileSize = wide.resolve(view.getUint32(position + 24, true));
    const compressedSize = wide.resolve(view.getUint32(position + 20, true));
    const headerOffset = wide.resolve(view.getUint32(position + 42, true));
    const method = view.getUint16(position + 10, true);
    if (!name.endsWith('/')) members.push({ name, size: fileSize, compressedSize, method, headerOffset });
    position = extraEnd + view.getUint16(position + 32, true);
  }
  return members;
}

/**
 * The bytes of one member.
 *
 * @throws FerError `FER_DATA_UNSUPPORTED` for a compression other than deflate; `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT`
 */
export async function* readZipMember(
  source: ByteSource,
  member: ZipMember,
  inflaters: Inflaters,
): AsyncGenerator<Uint8Array> {
  const header = await readRange(source, member.headerOffset, member.headerOffset + 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== LOCAL_HEADER) {
    throw corrupt(source, `${member.name} is not where its directory says`);
  }
  const nameAndExtra = viewOf(header).getUint16(26, true) + viewOf(header).getUint16(28, true);
  const start = member.headerOffset + 30 + nameAndExtra;
  const packed = source.stream(start, start + member.compressedSize);

  let length = 0;
  for await (const chunk of unpack(source, member, packed, inflaters)) {
    length += chunk.length;
    yield chunk;
  }
  if (length !== member.size) {
    throw corrupt(source, `${member.name} has ${length} bytes instead of ${member.size}`);
  }
}

/** One member whole; for small ones. Throws as `readZipMember`. */
export async function readZipFile(
  source: ByteSource,
  member: ZipMember,
  inflaters: Inflaters,
): Promise<Uint8Array> {
  return collect(readZipMember(source, member, inflaters));
}

function unpack(
  source: ByteSource,
  member: ZipMember,
  packed: AsyncIterable<Uint8Array>,
  inflaters: Inflaters,
): AsyncIterable<Uint8Array> {
  if (member.method === 0) return packed;
  if (member.method === 8) return inflaters.inflateRaw(packed);
  throw new FerError(
    'FER_DATA_UNSUPPORTED',
    `${source.location}: ${member.name} is packed by method ${member.method}; only stored (0) and deflated (8) can be read. Unpack the archive and pass the file.`,
    { details: { location: source.location, member: member.name, method: member.method } },
  );
}

async function findDirectory(source: ByteSource): Promise<{ offset: number; size: number; count: number }> {
  const tailStart = Math.max(0, source.size - END_BYTES - LONGEST_COMMENT_BYTES);
  const tail = await readRange(source, tailStart, source.size);
  const view = viewOf(tail);
  let end = tail.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw archiveError(source.location, 'a zip without its directory', true);

  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === ZIP64_LOCATOR) {
    const position = Number(view.getBigUint64(locator + 8, true));
    const record = await readRange(source, position, position + 56);
    if (record.length === 56 && viewOf(record).getUint32(0, true) === ZIP64_END_OF_DIRECTORY) {
      const wide = viewOf(record);
      const [count, size, offset] = [32, 40, 48].map((field) => Number(wide.getBigUint64(field, true)));
      return { offset: offset!, size: size!, count: count! };
    }
    throw corrupt(source, 'its ZIP64 directory is missing');
  }
  return {
    count: view.getUint16(end + 10, true),
    size: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
  };
}

/** The 64-bit values of an entry's extra field: present, in this order, only for fields that read 0xffffffff. */
class Zip64Fields {
  readonly #values: number[] = [];

  constructor(view: DataView, start: number, end: number) {
    for (let position = start; position + 4 <= end; ) {
      const size = view.getUint16(position + 2, true);
      const stop = Math.min(position + 4 + size, end);
      if (view.getUint16(position, true) === 1) {
        for (let field = position + 4; field + 8 <= stop; field += 8) {
          this.#values.push(Number(view.getBigUint64(field, true)));
        }
      }
      position += 4 + size;
    }
  }

  resolve(value: number): number {
    return value === IN_ZIP64 ? (this.#values.shift() ?? value) : value;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function corrupt(source: ByteSource, problem: string): unknown {
  return archiveError(source.location, problem, false);
}
