import { FerError } from '@fer/core';
import { archiveError } from './archive-error.ts';
import { type ByteSource, type Inflaters, readRange } from './byte-source.ts';
import { chooseCsv, isCsvName } from './choose-csv.ts';
import { describeBytes } from './describe-bytes.ts';
import { peek } from './peek.ts';
import { isTar, readTar, type TarMember } from './tar.ts';
import { isZip, listZip, readZipMember } from './zip.ts';

/** A CSV, wherever it was packed. */
export interface CsvStream {
  /** For messages: the path, and the member's name in an archive. */
  readonly location: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Length of the CSV, where the archive tells it. */
  readonly byteLength?: number;
}

/** A CSV in a gzip in a tar in a gzip in a zip is deep enough. */
const DEEPEST_NESTING = 5;

const HEAD_BYTES = 512;

/** Of an archive without a CSV, for the message. */
const LISTED_NAMES = 8;

/** Whether `source` is a zip archive, whatever its name says. */
export async function isZipSource(source: ByteSource): Promise<boolean> {
  return isZip(await readRange(source, 0, 4));
}

/**
 * Finds the CSV in a file by the file's bytes, not by its name: plain, `.gz`, `.tar`, `.tar.gz`, `.zip`, also one in
 * the other, as Kaggle's `fer2013.tar.gz` in a zip.
 *
 * @throws FerError `FER_DATA_UNSUPPORTED` if it holds none; `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT` also while reading
 */
export async function openCsv(source: ByteSource, inflaters: Inflaters): Promise<CsvStream> {
  if (await isZipSource(source)) {
    const members = await listZip(source);
    const name = chooseCsv(members.map((member) => member.name));
    const member = members.find((one) => one.name === name);
    if (!member)
      throw holdsNoCsv(
        source.location,
        'zip archive',
        members.map((one) => one.name),
        members.length,
      );
    const chunks = readZipMember(source, member, inflaters);
    return unwrap(
      { location: `${source.location}:${member.name}`, chunks, byteLength: member.size },
      inflaters,
    );
  }
  return unwrap({ location: source.location, chunks: source.stream(), byteLength: source.size }, inflaters);
}

async function unwrap(stream: CsvStream, inflaters: Inflaters, depth = 0): Promise<CsvStream> {
  const { head, chunks } = await peek(stream.chunks, HEAD_BYTES);
  const { location } = stream;
  if (depth < DEEPEST_NESTING && isGzip(head)) {
    return unwrap({ location, chunks: inflaters.gunzip(chunks) }, inflaters, depth + 1);
  }
  if (depth < DEEPEST_NESTING && isTar(head)) {
    return unwrap(await firstCsvOfTar(chunks, location), inflaters, depth + 1);
  }
  if (head.includes(0)) {
    await chunks.return?.();
    throw new FerError(
      'FER_DATA_UNSUPPORTED',
      `${location} is neither a CSV nor an archive of one that is known here (csv, gz, tar, tar.gz, zip), but ${describeBytes(head)}. Pass FER2013 as one of these, or a folder of images.`,
      { details: { location, kind: describeBytes(head) } },
    );
  }
  return { ...stream, chunks };
}

async function firstCsvOfTar(chunks: AsyncIterable<Uint8Array>, location: string): Promise<CsvStream> {
  const members = readTar(chunks, location);
  const names: string[] = [];
  let count = 0;
  for (let next = await members.next(); !next.done; next = await members.next()) {
    const { name, size, chunks: body } = next.value;
    if (isCsvName(name)) {
      const csv = thenDrain(name, body, members, location);
      return { location: `${location}:${name}`, chunks: csv, byteLength: size };
    }
    if (count++ < LISTED_NAMES) names.push(name);
  }
  throw holdsNoCsv(location, 'tar archive', names, count);
}

/**
 * Reads the archive to its end behind the member, so that its checksum is looked at, and so that a second member of
 * this name is noticed: unpacked, that one would be the file.
 */
async function* thenDrain(
  name: string,
  body: AsyncIterable<Uint8Array>,
  members: AsyncGenerator<TarMember>,
  location: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
    for (let next = await members.next(); !next.done; next = await members.next()) {
      if (next.value.name === name) throw archiveError(location, `it holds ${name} twice`, false);
    }
  } finally {
    await members.return(undefined);
  }
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function holdsNoCsv(location: string, kind: string, names: readonly string[], count: number): FerError {
  const listed = names.slice(0, LISTED_NAMES);
  const more = count > listed.length ? ` and ${count - listed.length} more` : '';
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${location} is a ${kind} without a CSV; it holds ${listed.join(', ') || 'no files'}${more}. Pass the archive that holds fer2013.csv.`,
    { details: { location, members: listed, count } },
  );
}
