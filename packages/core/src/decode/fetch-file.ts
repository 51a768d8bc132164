import { withDeadline } from '../deadline.ts';
import { FerError } from '../errors.ts';
import { fetchFailure } from '../fetch-failure.ts';
import { GrowingBytes } from '../growing-bytes.ts';
import { safeUrl } from '../safe-url.ts';
import { assertFileSize, fileTooBig, MAX_FILE_BYTES } from './file-size.ts';
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
  // Of a redirect or an error the body is not read: its connection is let go in the end.
  return withDeadline(
    (signal) => follow(url, name, allow?.hosts, signal),
    { signal, timeoutMs },
    () => unreadable(name, `it took longer than ${timeoutMs} ms. Allow more with \`timeoutMs\``),
  );
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
    if (target === null || !REDIRECT_STATUSES.includes(response.status)) return readBody(response, url, name);
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
    throw unreadable(name, fetchFailure(error, url));
  }
}

function redirected(target: string, from: URL, name: string): URL {
  const url = URL.canParse(target, from.href) ? new URL(target, from.href) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw unreadable(name, `it is redirected to ${safeUrl(target)}, which cannot be fetched`);
}

async function readBody(response: Response, url: URL, name: string): Promise<Uint8Array> {
  if (!response.ok) throw unreadable(name, `the server answered ${response.status}`);
  assertFileSize(Number(response.headers.get('content-length') ?? 0), name);
  const bytes = new GrowingBytes(MAX_FILE_BYTES, (byteLength) => fileTooBig(byteLength, name));
  try {
    await bytes.appendBody(response.body);
  } catch (error) {
    throw FerError.isInstance(error) ? error : unreadable(name, fetchFailure(error, url));
  }
  return bytes.take();
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
