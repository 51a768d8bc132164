import { assertOptions } from '../assert-options.ts';
import { MAX_IMAGE_PIXELS } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';

/** Longest time that a picture may take to arrive, by default, in milliseconds. */
export const FETCH_TIMEOUT_MS = 60_000;

/** Longest delay of a timer, in milliseconds: a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Where the paths and addresses of pictures may lead. `data:` and `blob:` URLs, which lead nowhere, are always read. */
export interface AllowedSources {
  /** Whether paths and `file:` URLs are read; default true. */
  readonly files?: boolean;
  /**
   * The hosts that may be fetched from, on every redirect too: `images.example.com` at any port, or
   * `localhost:8080`; default all, `[]` none. Names are compared, not the machines that they stand for.
   */
  readonly hosts?: readonly string[];
}

/** Where pictures may come from, and what they may cost. */
export interface PictureLimits {
  /** Default: everything. A server that is handed addresses by strangers gives `{ files: false, hosts: [] }`. */
  readonly allow?: AllowedSources;
  /** Most pixels of a picture that is decoded or drawn; default `DEFAULT_MAX_PIXELS`, at most `MAX_IMAGE_PIXELS`. */
  readonly maxPixels?: number;
  /** Longest time to fetch a picture, whole, in milliseconds; default `FETCH_TIMEOUT_MS`, `Infinity` for no limit. */
  readonly timeoutMs?: number;
}

/**
 * @param subject the function's name, for messages
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function assertPictureLimits({ allow, maxPixels, timeoutMs }: PictureLimits, subject: string): void {
  const isCount = Number.isInteger(maxPixels) && maxPixels! >= 1 && maxPixels! <= MAX_IMAGE_PIXELS;
  if (maxPixels !== undefined && !isCount) {
    throw invalid(subject, 'maxPixels', `a whole number of 1 to ${MAX_IMAGE_PIXELS}`, maxPixels);
  }
  const isTime =
    timeoutMs === Number.POSITIVE_INFINITY ||
    (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS);
  if (timeoutMs !== undefined && !isTime) {
    throw invalid(subject, 'timeoutMs', `milliseconds above 0 to ${MAX_TIMEOUT_MS}, or Infinity`, timeoutMs);
  }
  if (allow === undefined) return;
  assertOptions(
    allow,
    { files: true, hosts: true } satisfies Record<keyof AllowedSources, true>,
    `${subject}: allow`,
  );
  const { files, hosts } = allow;
  if (files !== undefined && typeof files !== 'boolean') {
    throw invalid(subject, 'allow.files', 'true or false', files);
  }
  if (hosts === undefined) return;
  if (!Array.isArray(hosts)) throw invalid(subject, 'allow.hosts', 'an array of hosts', hosts);
  for (const host of hosts) {
    if (parseHost(host) === undefined) {
      throw invalid(subject, 'allow.hosts', 'hosts like images.example.com or localhost:8080', host);
    }
  }
}

/** Whether an address lies on one of the hosts. */
export function isAllowedHost(url: URL, hosts: readonly string[]): boolean {
  const portOfUrl = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hosts.some((host) => {
    const { hostname, port } = parseHost(host)!;
    return hostname === url.hostname && (port === undefined || port === portOfUrl);
  });
}

/** As a URL writes it (lower case, `xn--`), or undefined if it is something else than a host. */
function parseHost(host: unknown): { readonly hostname: string; readonly port?: string } | undefined {
  const [, name, port] = (typeof host === 'string' && /^([^\s/\\?#@*]+?)(?::(\d{1,5}))?$/.exec(host)) || [];
  if (name === undefined || !URL.canParse(`http://${name}/`)) return undefined;
  const url = new URL(`http://${name}/`);
  return url.port === '' ? { hostname: url.hostname, port: port && String(Number(port)) } : undefined;
}

function invalid(subject: string, option: string, expected: string, received: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: \`${option}\` must be ${expected}, but is ${describeValue(received)}.`,
    { details: { subject, option } },
  );
}
