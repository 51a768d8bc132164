import { abortable, FerError, type GrowingBytes, withDeadline } from '@fer/core';
import type { AskForFile } from './fetch-file.ts';

/** How often a file is asked for until it is whole. */
const TRIES = 5;

/** Milliseconds before the second try; one more of these before each further one. */
const PAUSE_MS = 200;

/** What has come of a file, and by which entity tag the server knows it (RFC 9110, 8.8.3). */
interface Part {
  readonly bytes: GrowingBytes;
  etag?: string;
  /** Whether there was an answer: a server that cannot be reached at all is not tried again. */
  isBegun: boolean;
}

/**
 * Asks for a file until it is whole. Where the connection breaks or stalls, the rest is asked for, or all of it where the
 * server has no strong entity tag or the file was replaced meanwhile.
 *
 * @param stallMs milliseconds that the server may send nothing, or `Infinity`
 */
export function askSteadily(stallMs: number): AskForFile {
  return async (url, bytes, assertFine, { signal, onBytes }) => {
    const part: Part = { bytes, isBegun: false };
    const stalled = () => new Error(`nothing came for ${stallMs} ms`);
    for (let tries = 1; ; tries++) {
      // A server may refuse to be asked for a rest, across origins even without an answer: the last try is a plain one.
      if (tries === TRIES) forget(part);
      try {
        return await withDeadline(
          (signal, goesOn) => {
            const told = (byteLength: number) => {
              goesOn();
              onBytes?.(byteLength);
            };
            return askForRest(url, part, assertFine, { signal, onBytes: told });
          },
          { signal, timeoutMs: stallMs },
          stalled,
        );
      } catch (error) {
        if (signal?.aborted || FerError.isInstance(error) || tries === TRIES || !part.isBegun) throw error;
      }
      await abortable(new Promise((resolve) => setTimeout(resolve, tries * PAUSE_MS)), signal);
    }
  };
}

/** Asks for what is missing and appends it. */
async function askForRest(
  url: URL,
  part: Part,
  assertFine: (response: Response) => void,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (byteLength: number) => void },
): Promise<void> {
  const rest = headersForRest(part);
  // What a browser keeps of its own is asked after: weights may have been replaced.
  const response = await fetch(url, { signal, headers: rest, cache: rest ? 'no-store' : 'no-cache' });
  if (rest === undefined || !continues(response, part)) {
    forget(part);
    // The file has become shorter than what had come: all of it is asked for.
    if (response.status === 416 && rest !== undefined) throw new Error('the file was replaced');
    if (response.status === 206) throw new Error('another part came than was asked for');
    assertFine(response);
    part.etag = strongTag(response);
    part.isBegun = true;
  }
  onBytes(part.bytes.length);
  await part.bytes.appendBody(response.body, onBytes);
}

/** The rest, if the file is still the one that the beginning is of; else all of it (RFC 9110, 13.1.5). */
function headersForRest({ bytes, etag }: Part): Record<string, string> | undefined {
  if (etag === undefined || bytes.length === 0) return undefined;
  return { range: `bytes=${bytes.length}-`, 'if-range': etag };
}

function continues({ status, headers }: Response, { bytes, etag }: Part): boolean {
  const isSame = (headers.get('etag') ?? etag) === etag;
  return (
    status === 206 && isSame && headers.get('content-range')?.startsWith(`bytes ${bytes.length}-`) === true
  );
}

/** What came compressed is counted unpacked here, and packed by the server. */
function strongTag({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  return etag?.startsWith('"') && !headers.has('content-encoding') ? etag : undefined;
}

function forget(part: Part): void {
  part.bytes.clear();
  part.etag = undefined;
}
