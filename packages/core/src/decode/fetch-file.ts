import { FerError } from '../errors.ts';
import { assertFileSize } from './file-size.ts';

/**
 * Fetches a file by URL.
 *
 * @param name what to call it in messages
 * @throws FerError `FER_IMAGE_NOT_FOUND` if it cannot be had, `FER_IMAGE_INVALID` if it is far too big
 */
export async function fetchFile(url: URL, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw unreadable(name, `the server answered ${response.status} ${response.statusText}`);
    assertFileSize(Number(response.headers.get('content-length') ?? 0), name);
    return await readBody(response, name);
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    // fetch says only "fetch failed"; what happened stands in the cause.
    const { message, cause: inner } = cause as Error;
    throw unreadable(name, inner instanceof Error ? `${message}: ${inner.message}` : message, cause);
  }
}

/** Reads on only as long as the size is sane: a server need not say, nor keep, a length. */
async function readBody(response: Response, name: string): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    byteLength += value.length;
    if (byteLength > 0) chunks.push(value);
    try {
      assertFileSize(byteLength, name);
    } catch (error) {
      await reader.cancel();
      throw error;
    }
  }
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function unreadable(name: string, problem: string, cause?: unknown): FerError {
  return new FerError(
    'FER_IMAGE_NOT_FOUND',
    `The picture ${name} cannot be fetched: ${problem}. Check the address${typeof document === 'object' ? ', and whether its server allows other origins (CORS)' : ''}.`,
    { details: { source: name }, cause },
  );
}
