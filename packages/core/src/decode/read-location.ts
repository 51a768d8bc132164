import { FerError } from '../errors.ts';
import { memoizePromise } from '../memoize-promise.ts';
import { pageAddress } from '../page-address.ts';
import { safeUrl } from '../safe-url.ts';
import { fetchFile } from './fetch-file.ts';
import type { PictureLimits } from './picture-limits.ts';
import { isNode } from './platform.ts';

/** Once: where hooks look at imports (`tsx`) each costs a tenth of a millisecond. */
const inNode = memoizePromise(() => import('./only-in-node.ts'));

const FETCHED = ['http:', 'https:', 'data:', 'blob:'];

/** Longest path that is told in messages, in characters. Who takes a file's content for its path gives a longer one. */
const MAX_TOLD_PATH = 300;

/** A file or a URL, and what to call it in messages. */
export type Location = { readonly name: string } & (
  | { readonly file: string | URL; readonly url?: undefined }
  | { readonly url: URL; readonly file?: undefined }
);

/**
 * Tells URLs from paths. A path of Windows (`C:\photo.jpg`) has one letter before its colon, a scheme has more. In a
 * browser a path is relative to the page.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a URL of another scheme, or none where one is needed
 */
export function parseLocation(source: string | URL): Location {
  const text = String(source);
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(text)?.[0].toLowerCase();
  if (scheme !== undefined && FETCHED.includes(scheme)) return { url: asUrl(text), name: safeUrl(text) };
  if (scheme === 'file:') return { file: asUrl(text), name: safeUrl(text) };
  if (scheme !== undefined && (typeof source !== 'string' || source.startsWith(`${scheme}//`))) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A picture cannot be read by ${scheme} (${safeUrl(text)}). Schemes that can: file: ${FETCHED.join(' ')}.`,
      { details: { source: safeUrl(text), scheme } },
    );
  }
  if (!isNode()) {
    return {
      url: asUrl(text, pageAddress()),
      name: safeUrl(text),
    };
  }
  return { file: text, name: text.length > MAX_TOLD_PATH ? `${text.slice(0, MAX_TOLD_PATH)}…` : text };
}

/**
 * Reads the bytes of a picture file.
 *
 * @throws FerError `FER_IMAGE_NOT_FOUND`, `FER_IMAGE_INVALID` if it is far too big, `FER_INVALID_ARGUMENT` if it is
 * not allowed
 */
export async function readLocation(
  { name, file, url }: Location,
  limits: PictureLimits,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (url !== undefined) return fetchFile(url, name, limits, signal);
  if (limits.allow?.files === false) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The picture ${name} is a file, and files are not allowed (\`allow.files\` is false).`,
      { details: { source: name } },
    );
  }
  if (isNode()) {
    const { readNodeFile } = await inNode();
    return readNodeFile(file, name, signal);
  }
  throw new FerError(
    'FER_IMAGE_NOT_FOUND',
    `The picture ${name} cannot be read: a browser opens no files by address. Let the user choose it ` +
      '(<input type="file">), and give the File.',
    { details: { source: name } },
  );
}

function asUrl(text: string, base?: string): URL {
  if (URL.canParse(text, base)) return new URL(text, base);
  throw new FerError('FER_INVALID_ARGUMENT', `The address of a picture is not a URL: ${safeUrl(text)}.`, {
    details: { source: safeUrl(text) },
  });
}
