import type { ByteSource, Inflaters } from './archive/byte-source.ts';
import { openCsv } from './archive/open-csv.ts';
import type { FaceDataset } from './face-dataset.ts';
import { recogniseMd5 } from './fer2013/format.ts';
import { parseFer2013Csv } from './fer2013/parse-csv.ts';
import type { LoadBlobOptions, LoadProgress } from './load-options.ts';

/** An MD5 in the making; node:crypto has one, browsers do not. */
export interface Md5 {
  update(bytes: Uint8Array): unknown;
  digest(encoding: 'hex'): string;
}

/** Reads the CSV that `source` is or holds. The parts that differ between Node and browsers are given. */
export async function loadSource(
  source: ByteSource,
  inflaters: Inflaters,
  options: LoadBlobOptions,
  md5?: Md5,
): Promise<FaceDataset> {
  const { onBadRow, onProgress, signal } = options;
  signal?.throwIfAborted();
  const watched = watch(source, onProgress, signal);
  const csv = await openCsv(watched, inflaters);
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

/** The last part of a path without its endings: `fer2013` of `data/fer2013.tar.gz`. */
export function nameOf(location: string): string {
  const last = location.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
  return last.replace(/(\.(csv|gz|tgz|tar|zip))+$/i, '') || last;
}

/** `source`, but reading it reports the progress and stops when aborted. Only the large streams count as progress. */
function watch(
  source: ByteSource,
  onProgress: ((progress: LoadProgress) => void) | undefined,
  signal: AbortSignal | undefined,
): ByteSource {
  if (!onProgress && !signal) return source;
  const totalBytes = source.size;
  async function* stream(start = 0, end = totalBytes): AsyncGenerator<Uint8Array> {
    let position = start;
    for await (const chunk of source.stream(start, end)) {
      signal?.throwIfAborted();
      position += chunk.length;
      yield chunk;
      onProgress?.({ bytesRead: position, totalBytes });
    }
  }
  return { ...source, size: totalBytes, location: source.location, stream };
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, md5: Md5): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    md5.update(chunk);
    yield chunk;
  }
}
