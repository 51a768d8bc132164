import { archiveError } from './archive-error.ts';
import { readStream, toReadableStream } from './blob-source.ts';

/** A file in a tar archive. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Whether these first 512 bytes are the header of a tar archive (POSIX.1-1988 ustar, magic at offset 257). */
export function isTar(head: Uint8Array): boolean {
  return head.length >= 262 && String.fromCharCode(...head.subarray(257, 262)) === 'ustar';
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
  const { createTarDecoder } = await import('modern-tar');
  const entries = toReadableStream(chunks).pipeThrough(createTarDecoder({ strict: true }));
  try {
    for await (const { header, body } of readStream(entries)) {
      const unread = readBody(body, location);
      if (header.type === 'file') yield { name: header.name, size: header.size, chunks: unread };
      await unread.return(undefined);
      if (!body.locked) await body.cancel();
    }
  } catch (error) {
    throw tarError(location, error);
  }
}

async function* readBody(body: ReadableStream<Uint8Array>, location: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readStream(body);
  } catch (error) {
    throw tarError(location, error);
  }
}

function tarError(location: string, error: unknown): unknown {
  return archiveError(location, error, error instanceof Error && /truncated/i.test(error.message));
}
