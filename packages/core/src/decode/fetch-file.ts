import { abortable } from '../abortable.ts';
import { FerError } from '../errors.ts';
import { safeUrl } from '../safe-url.ts';
import { assertFileSize } from './file-size.ts';
import { FETCH_TIMEOUT_MS, isAllowedHost, type PictureLimits } from './picture-limits.ts';
import { isNode } from './platform.ts';

/** More than any honest address needs; the Fetch standard stops at 20. */
const MAX_REDIRECTS = 10;

const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

/**
 * Fetches a file by URL. What `fetch` throws is not kept as a cause: it quotes the address with all its secrets.
 *
 * @param name what to call it in messages
 * @throws FerError `FER_IMAGE_NOT_FOUND` if it cannot be had in time, `FER_IMAGE_INVALID` if it is far too big,
 * `FER_INVALID_ARGUMENT` if it lies on a host that is not allowed, or its address has a password
 */
export async function fetchFile(
  url: URL,
  name: string,
  { allow, timeoutMs = FETCH_TIMEOUT_MS }: PictureLimits,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (typeof fetch !== 'function') {
    throw unreadable(name, 'there is no fetch here. Read it by other means, and give its bytes');
  }
  const download = new AbortController();
  const abort = () => download.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  const timeout = () =>
    download.abort(unreadable(name, `it took longer than ${timeoutMs} ms. Allow more with \`timeoutMs\``));
  const timer = timeoutMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(timeout, timeoutMs);
  try {
    return await abortable(follow(url, name, allow?.hosts, download.signal), download.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // Of a redirect or an error the body was not read: its connection is let go.
    download.abort();
  }
}

/** Follows redirects by hand where that is possible, so that each leads to an allowed host. */
async function follow(
  start: URL,
  name: string,
  hosts: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    assertAllowed(url, name, hosts);
    const response = await request(url, name, isNode() || hosts !== undefined ? 'manual' : 'follow', signal);
    if (response.type === 'opaqueredirect') {
      throw refused(
        name,
        'is redirected, and a browser does not say where to. Allow all hosts, or give its final address',
      );
    }
    const target = response.headers.get('location');
    if (target === null || !REDIRECT_STATUSES.includes(response.status))
      return readBody(response, url, name, signal);
    url = redirected(target, url, name);
  }
  throw unreadable(name, `it is redirected more than ${MAX_REDIRECTS} times`);
}

function assertAllowed(url: URL, name: string, hosts: readonly string[] | undefined): void {
  if (url.username !== '' || url.password !== '') {
    throw refused(
      name,
      'has, or is redirected to, an address with a user name or password, which fetch does not take. Fetch it ' +
        'yourself, with a header, and give its bytes',
    );
  }
  if (hosts === undefined || !/^https?:$/.test(url.protocol) || isAllowedHost(url, hosts)) return;
  const allowed = hosts.length === 0 ? 'none' : hosts.join(', ');
  throw refused(
    name,
    `leads to ${url.host}, but the hosts that are allowed (\`allow.hosts\`) are ${allowed}`,
  );
}

async function request(
  url: URL,
  name: string,
  redirect: RequestRedirect,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, { redirect, signal });
  } catch (error) {
    throw unreadable(name, reasonOf(error, url));
  }
}

function redirected(target: string, from: URL, name: string): URL {
  const url = URL.canParse(target, from.href) ? new URL(target, from.href) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw unreadable(name, `it is redirected to ${safeUrl(target)}, which cannot be fetched`);
}

/** Reads on only as long as the size is sane: a server need not say, nor keep, a length, and may send it zipped. */
async function readBody(
  response: Response,
  url: URL,
  name: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!response.ok) throw unreadable(name, `the server answered ${response.status}`);
  assertFileSize(Number(response.headers.get('content-length') ?? 0), name);
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw unreadable(name, reasonOf(error, url));
    });
    signal.throwIfAborted();
    if (done) break;
    byteLength += value.length;
    assertFileSize(byteLength, name);
    chunks.push(value);
  }
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** fetch says only "fetch failed"; what happened stands in the cause, or in the first of several. */
function reasonOf(error: unknown, url: URL): string {
  const { message, cause } = error as { message?: string; cause?: NodeJS.ErrnoException & AggregateError };
  const inner = cause?.message || cause?.errors?.[0]?.message || cause?.code;
  return [message ?? String(error), inner].filter(Boolean).join(': ').replaceAll(url.href, safeUrl(url));
}

function unreadable(name: string, problem: string): FerError {
  const advice = typeof document === 'object' ? ', and whether its server allows other origins (CORS)' : '';
  return new FerError(
    'FER_IMAGE_NOT_FOUND',
    `The picture ${name} cannot be fetched: ${problem}. Check the address${advice}.`,
    { details: { source: name } },
  );
}

function refused(name: string, problem: string): FerError {
  return new FerError('FER_INVALID_ARGUMENT', `The picture ${name} ${problem}.`, {
    details: { source: name },
  });
}
