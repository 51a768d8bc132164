import { FerError } from '@fer/core';

/**
 * Fetches a file of a weights directory.
 *
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` also if the server cannot be reached; the reason of `signal`
 */
export async function fetchFile(url: URL, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  let response: Response;
  try {
    response = await fetch(url, { signal });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    throw notFound(url, `could not be fetched: ${(cause as Error).message}`, { cause });
  }
  throw notFound(url, `was answered with ${response.status} ${response.statusText}`.trim(), {
    status: response.status,
  });
}

function notFound(url: URL, problem: string, options: { status?: number; cause?: unknown }): FerError {
  const { status, cause } = options;
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `The weights file ${url.href} ${problem}. Check the address.`,
    { details: { url: url.href, status }, cause },
  );
}
