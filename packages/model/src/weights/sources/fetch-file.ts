import { FerError, fetchFailure, GrowingBytes, type ReadWeightsFileOptions, safeUrl } from '@fer/core';
import { fileTooLong } from '../file-too-long.ts';
import { WEIGHTS_LIMITS } from '../limits.ts';

/**
 * Asks a server for a file and appends what comes.
 *
 * @param assertFine throws where the answer is an error
 * @throws what `fetch` throws
 */
export type AskForFile = (
  url: URL,
  bytes: GrowingBytes,
  assertFine: (response: Response) => void,
  options: ReadWeightsFileOptions,
) => Promise<void>;

/**
 * Fetches a file of a weights directory. Redirects are followed as `fetch` does, also to other hosts.
 *
 * @param options.maxBytes how much is read at most, unpacked; default: all that weights may have
 * @param ask how; default: once
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` also if the server cannot be reached; `FER_WEIGHTS_CORRUPT` if there is
 * more than `maxBytes`; the reason of `signal`
 */
export async function fetchFile(
  url: URL,
  options: ReadWeightsFileOptions = {},
  ask: AskForFile = askOnce,
): Promise<Uint8Array> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (typeof fetch !== 'function') {
    throw notFound(
      url,
      'cannot be fetched: this environment has no `fetch`. Read it yourself and give the files',
    );
  }
  const bytes = roomFor(safeUrl(url), options);
  try {
    await ask(url, bytes, (response) => assertFine(url, response), options);
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    const problem = `could not be fetched: ${fetchFailure(cause, url)}. Check the connection and the address`;
    // Not as `cause`: Bun and Deno put the whole address into theirs.
    throw notFound(url, problem);
  }
  return bytes.take();
}

const askOnce: AskForFile = async (url, bytes, assertFine, { signal, onBytes }) => {
  const response = await fetch(url, { signal });
  assertFine(response);
  await bytes.appendBody(response.body, onBytes);
};

function assertFine(url: URL, response: Response): void {
  if (response.ok) return;
  // The page that comes with a status is not read.
  response.body?.cancel().catch(() => undefined);
  const status = `${response.status} ${response.statusText}`.trim();
  throw notFound(url, `was answered with ${status}. Check the address`, response.status);
}

/**
 * Reads a body whole.
 *
 * @param name what to call the file in messages
 * @throws FerError `FER_WEIGHTS_CORRUPT` if there is more than `maxBytes`
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  name: string,
  options: ReadWeightsFileOptions,
): Promise<Uint8Array> {
  const bytes = roomFor(name, options);
  await bytes.appendBody(body, options.onBytes);
  return bytes.take();
}

function roomFor(name: string, { maxBytes = WEIGHTS_LIMITS.maxBytes }: ReadWeightsFileOptions): GrowingBytes {
  return new GrowingBytes(maxBytes, () => fileTooLong(name, maxBytes));
}

function notFound(url: URL, problem: string, status?: number): FerError {
  const name = safeUrl(url);
  return new FerError('FER_WEIGHTS_NOT_FOUND', `The weights file ${name} ${problem}.`, {
    details: { url: name, status },
  });
}
