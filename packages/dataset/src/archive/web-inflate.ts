import { FerError } from '@fer/core';
import { archiveError } from './archive-error.ts';
import { readStream, toReadableStream } from './blob-source.ts';
import type { Inflaters } from './byte-source.ts';
import { crc32 } from './crc32.ts';

/**
 * Decompression by `DecompressionStream`, which browsers have. Unlike gzip's own specification (RFC 1952, section 2.2)
 * it stops at the end of the first member, and engines refuse what follows.
 */
export function webInflaters(location: string): Inflaters {
  return {
    gunzip: (chunks) => inflate('gzip', chunks, location),
    inflateRaw: (chunks) => inflate('deflate-raw', chunks, location),
    crc32,
  };
}

async function* inflate(
  format: CompressionFormat,
  chunks: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array> {
  let hasEnded = false;
  const source = (async function* () {
    yield* chunks;
    hasEnded = true;
  })();
  const pipe = new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>;
  try {
    yield* readStream(toReadableStream(source).pipeThrough(pipe));
  } catch (error) {
    if (
      format === 'gzip' &&
      error instanceof TypeError &&
      /trailing|junk|after the end/i.test(error.message)
    ) {
      throw severalMembers(location, error);
    }
    // A DecompressionStream does not say what is wrong; what fails only once all bytes are in lacks its end.
    const isOwn = error instanceof TypeError || (error as { code?: string }).code?.startsWith('Z_');
    throw isOwn ? archiveError(location, error, hasEnded) : error;
  }
}

function severalMembers(location: string, cause: TypeError): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${location} is a gzip with more data after its end, which this engine does not read. Unpack it, or read it in Node.`,
    { details: { location, problem: cause.message }, cause },
  );
}
