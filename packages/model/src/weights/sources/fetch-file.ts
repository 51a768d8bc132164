import { FerError, safeUrl } from '@fer/core';
import { fileTooLong } from '../file-too-long.ts';
import { WEIGHTS_LIMITS } from '../limits.ts';

/** Bytes that a file has room for at first. */
const FIRST_CAPACITY = 64 * 1024;

/**
 * Fetches a file of a weights directory. Redirects are followed as `fetch` does, also to other hosts.
 *
 * @param options.maxBytes how much is read at most, unpacked; default: all that weights may have
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` also if the server cannot be reached; `FER_WEIGHTS_CORRUPT` if there is
 * more than `maxBytes`; the reason of `signal`
 */
export async function fetchFile(
  url: URL,
  options: { readonly signal?: AbortSignal; readonly maxBytes?: number } = {},
): Promise<Uint8Array> {
  const { signal, maxBytes = WEIGHTS_LIMITS.maxBytes } = options;
  signal?.throwIfAborted();
  if (typeof fetch !== 'function') {
    throw notFound(
      url,
      'cannot be fetched: this environment has no `fetch`. Read it yourself and give the files',
    );
  }
  let response: Response;
  try {
    response = await fetch(url, { signal });
    if (response.ok) return await readBody(response.body, safeUrl(url), maxBytes);
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    const problem = `could not be fetched: ${failureOf(cause, url)}. Check the connection and the address`;
    // Not as `cause`: Bun and Deno put the whole address into theirs.
    throw notFound(url, problem);
  }
  // The page that comes with a status is not read.
  response.body?.cancel().catch(() => undefined);
  const status = `${response.status} ${response.statusText}`.trim();
  throw notFound(url, `was answered with ${status}. Check the address`, response.status);
}

/** What `fetch` says, which is often only "fetch failed", and the reason below it, without the secrets of the address. */
function failureOf(error: unknown, url: URL): string {
  const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
  const reason = cause?.message || cause?.code;
  const text = (reason ? `${message}: ${reason}` : message).replaceAll(url.href, safeUrl(url));
  return url.search === '' ? text : text.replaceAll(url.search, '');
}

/**
 * Reads on only as long as the size is sane: a server need not say how much comes, nor keep to it.
 *
 * @param name what to call the file in messages
 * @throws FerError `FER_WEIGHTS_CORRUPT` if there is more than `maxBytes`
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  name: string,
  maxBytes: number = WEIGHTS_LIMITS.maxBytes,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  let bytes = new Uint8Array(Math.min(maxBytes, FIRST_CAPACITY));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    const end = length + value.length;
    if (end > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw fileTooLong(name, maxBytes);
    }
    if (end > bytes.length) {
      const larger = new Uint8Array(Math.min(maxBytes, Math.max(end, 2 * bytes.length)));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(value, length);
    length = end;
  }
}

function notFound(url: URL, problem: string, status?: number): FerError {
  const name = safeUrl(url);
  return new FerError('FER_WEIGHTS_NOT_FOUND', `The weights file ${name} ${problem}.`, {
    details: { url: name, status },
  });
}
