import { FerError } from '@fer/core';
import { abortableSource } from './archive/abortable.ts';
import type { ByteSource, Inflaters } from './archive/byte-source.ts';
import { chooseCsv } from './archive/choose-csv.ts';
import { limitInflation } from './archive/limit-inflation.ts';
import { isZipSource, openCsv } from './archive/open-csv.ts';
import { listZip, readZipFile, type ZipMember } from './archive/zip.ts';
import type { FaceDataset } from './face-dataset.ts';
import { recogniseMd5 } from './fer2013/format.ts';
import { parseFer2013Csv } from './fer2013/parse-csv.ts';
import { type ImageFile, isImageName } from './image-folder/image-file.ts';
import { loadImages } from './image-folder/load-images.ts';
import { LONGEST_PICTURE_BYTES } from './limits.ts';
import type { LoadBlobOptions, LoadProgress } from './load-options.ts';
import { nameOf } from './name-of.ts';

/** An MD5 in the making; node:crypto has one, browsers do not. */
export interface Md5 {
  update(bytes: Uint8Array): unknown;
  digest(encoding: 'hex'): string;
}

/** Reads the CSV that `source` is or holds, or the images of a zip archive without a CSV. The parts that differ between Node and browsers are given. */
export async function loadSource(
  wholeSource: ByteSource,
  inflaters: Inflaters,
  options: LoadBlobOptions,
  md5?: Md5,
): Promise<FaceDataset> {
  const { onBadRow, onProgress, signal } = options;
  signal?.throwIfAborted();
  const source = abortableSource(wholeSource, signal);
  const pictures = await zippedImages(source, inflaters);
  if (pictures.length > 0) return loadImages(pictures, source.location, options);

  const csv = await openCsv(watch(source, onProgress), limitInflation(inflaters, source));
  const chunks = md5 ? hashed(csv.chunks, md5) : csv.chunks;
  const dataset = await parseFer2013Csv(chunks, {
    location: csv.location,
    totalBytes: csv.byteLength,
    onBadRow,
    signal,
  });
  const value = md5?.digest('hex');
  const recognised = value === undefined ? undefined : recogniseMd5(value);
  return {
    ...dataset,
    name: recognised ? 'fer2013' : nameOf(source.location),
    source: {
      location: source.location,
      ...(value !== undefined && { checksum: { algorithm: 'md5', value } }),
      ...(recognised && { recognisedAs: recognised.title }),
    },
  };
}

/** The images of a zip archive, as Kaggle hands FER2013 out too; none if it holds a CSV or is no zip. */
async function zippedImages(source: ByteSource, inflaters: Inflaters): Promise<ImageFile[]> {
  if (!(await isZipSource(source))) return [];
  const members = await listZip(source);
  if (chooseCsv(members.map(({ name }) => name)) !== undefined) return [];
  return members
    .filter(({ name }) => isImageName(name))
    .map((member) => ({
      path: member.name,
      size: member.size,
      read: () => readZippedImage(source, member, inflaters),
    }));
}

/** A picture is read whole, so what its directory says of its length is looked at first; it is also all that is read. */
async function readZippedImage(
  source: ByteSource,
  member: ZipMember,
  inflaters: Inflaters,
): Promise<Uint8Array> {
  if (member.size <= LONGEST_PICTURE_BYTES) return readZipFile(source, member, inflaters);
  const [length, limit] = [member.size, LONGEST_PICTURE_BYTES].map((bytes) => bytes.toLocaleString('en-US'));
  throw new FerError(
    'FER_DATA_UNSUPPORTED',
    `${source.location}: ${member.name} has ${length} bytes, more than the ${limit} that are read of a picture`,
    { details: { location: source.location, member: member.name, byteLength: member.size } },
  );
}

/** `source`, but reading it reports the progress. */
function watch(source: ByteSource, onProgress: ((progress: LoadProgress) => void) | undefined): ByteSource {
  const totalBytes = source.size;
  let bytesRead = 0;
  async function* stream(start?: number, end?: number): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.stream(start, end)) {
      yield chunk;
      // The directory of a zip is read besides, so the sum may come to a little more than the whole.
      bytesRead = Math.min(bytesRead + chunk.length, totalBytes);
      onProgress?.({ bytesRead, totalBytes });
    }
  }
  return { location: source.location, size: totalBytes, stream };
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, md5: Md5): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    md5.update(chunk);
    yield chunk;
  }
}
