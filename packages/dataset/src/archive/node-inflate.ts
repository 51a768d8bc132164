import type { Gunzip, InflateRaw } from 'node:zlib';
import { archiveError } from './archive-error.ts';
import type { Inflaters } from './byte-source.ts';

const CHUNK_BYTES = 1 << 20;

/** Decompression by node:zlib, on its thread pool. Node only. */
export function nodeInflaters(location: string): Inflaters {
  const { crc32, createGunzip, createInflateRaw } = process.getBuiltinModule('node:zlib');
  return {
    // A gzip may be padded with zeros; node:zlib passes over them and refuses anything else behind its end.
    gunzip: (chunks) => inflate(createGunzip({ chunkSize: CHUNK_BYTES }), chunks, location, true),
    inflateRaw: (chunks) => inflate(createInflateRaw({ chunkSize: CHUNK_BYTES }), chunks, location, false),
    crc32,
  };
}

async function* inflate(
  stream: Gunzip | InflateRaw,
  chunks: AsyncIterable<Uint8Array>,
  location: string,
  mayBePadded: boolean,
): AsyncGenerator<Uint8Array> {
  let sourceError: { error: unknown } | undefined;
  const feeding = feed(stream, chunks, mayBePadded ? undefined : location).catch((error: unknown) => {
    sourceError = { error };
    stream.destroy();
  });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
    await feeding;
    if (sourceError !== undefined) throw sourceError.error;
  } catch (error) {
    if (sourceError !== undefined) throw sourceError.error;
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw archiveError(location, error, code === 'Z_BUF_ERROR');
  } finally {
    stream.destroy();
    await feeding;
  }
}

/**
 * Writes one chunk after the other, each only when zlib is done with the one before: its memory is used again.
 *
 * @param unpadded the location for the error of a stream that goes on behind the end of its packed data, where it may not
 */
async function feed(
  stream: Gunzip | InflateRaw,
  chunks: AsyncIterable<Uint8Array>,
  unpadded: string | undefined,
): Promise<void> {
  let fed = 0;
  for await (const chunk of chunks) {
    // Padding is read to its end too, because the source may be checked there.
    if (stream.readableEnded) continue;
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.write(chunk, () => {
        stream.off('close', resolve);
        resolve();
      });
    });
    fed += chunk.length;
    if (unpadded !== undefined && !stream.destroyed && stream.bytesWritten < fed) {
      throw archiveError(unpadded, 'bytes behind the end of a packed file', false);
    }
  }
  if (!stream.destroyed) stream.end();
}
