import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { archiveError } from './archive-error.ts';
import type { Inflaters } from './byte-source.ts';

const CHUNK_BYTES = 1 << 20;

/** Decompression by node:zlib, on its thread pool. Node only. */
export function nodeInflaters(location: string): Inflaters {
  return {
    gunzip: (chunks) => inflate(createGunzip({ chunkSize: CHUNK_BYTES }), chunks, location),
    inflateRaw: (chunks) => inflate(createInflateRaw({ chunkSize: CHUNK_BYTES }), chunks, location),
  };
}

async function* inflate(
  stream: Gunzip | InflateRaw,
  chunks: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array> {
  let sourceError: { error: unknown } | undefined;
  const feeding = feed(stream, chunks).catch((error: unknown) => {
    if (!stream.destroyed) sourceError = { error };
    stream.destroy();
  });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
    await feeding;
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

/** Writes one chunk after the other, each only when zlib is done with the one before: its memory is used again. */
async function feed(stream: Gunzip | InflateRaw, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.write(chunk, () => {
        stream.off('close', resolve);
        resolve();
      });
    });
  }
  stream.end();
}
