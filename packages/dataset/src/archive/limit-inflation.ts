import { FerError } from '@fer/core';
import type { ByteSource, Inflaters } from './byte-source.ts';

/** So much may come out of any archive, however small. */
const ALWAYS_BYTES = 2 ** 28;

/** FER2013 unpacks to 3.2 times its size, flat drawings to some tens; deflate can reach 1,032. */
const MOST_TIMES = 100;

/**
 * `inflaters`, but what they give in all is bounded by the length of the source: a small file that unpacks to
 * gigabytes is made to hurt.
 */
export function limitInflation(inflaters: Inflaters, source: ByteSource): Inflaters {
  const limit = Math.max(ALWAYS_BYTES, MOST_TIMES * source.size);
  let total = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      total += chunk.length;
      if (total > limit) throw unpacksToTooMuch(source, limit);
      yield chunk;
    }
  }
  return {
    gunzip: (chunks) => counted(inflaters.gunzip(chunks)),
    inflateRaw: (chunks) => counted(inflaters.inflateRaw(chunks)),
    crc32: inflaters.crc32,
  };
}

function unpacksToTooMuch({ location, size }: ByteSource, limit: number): FerError {
  const [packed, most] = [size, limit].map((bytes) => bytes.toLocaleString('en-US'));
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${location} has ${packed} bytes and unpacks to more than ${most}, which no data set of faces does. Unpack it yourself if you trust it, and pass the CSV.`,
    { details: { location, byteLength: size, limit } },
  );
}
