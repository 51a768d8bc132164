import { FerError } from '../errors.ts';
import { fetchFile } from './fetch-file.ts';
import { readNodeFile } from './node-file.ts';
import { isNode } from './platform.ts';

const FETCHED = ['http:', 'https:', 'data:', 'blob:'];

/** A path or URL, and what to call it in messages. */
export interface Location {
  readonly target: string | URL;
  readonly name: string;
}

/**
 * Tells URLs from paths. A path of Windows (`C:\photo.jpg`) has one letter before its colon, a scheme has more.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a URL of another scheme
 */
export function parseLocation(source: string | URL): Location {
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(String(source))?.[0].toLowerCase();
  if (scheme !== undefined && (FETCHED.includes(scheme) || scheme === 'file:')) {
    const url = asUrl(String(source));
    return { target: url, name: nameOf(url) };
  }
  if (scheme !== undefined && (typeof source !== 'string' || source.startsWith(`${scheme}//`))) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A picture cannot be read by ${scheme} (${source}). Schemes that can: file: ${FETCHED.join(' ')}.`,
      { details: { source: String(source), scheme } },
    );
  }
  return { target: source, name: String(source) };
}

/**
 * Reads the bytes of a picture file.
 *
 * @throws FerError `FER_IMAGE_NOT_FOUND`, `FER_IMAGE_INVALID` if it is far too big
 */
export async function readLocation({ target, name }: Location, signal?: AbortSignal): Promise<Uint8Array> {
  if (target instanceof URL && FETCHED.includes(target.protocol)) return fetchFile(target, name, signal);
  if (isNode()) return readNodeFile(target, signal);
  // In a browser a path is relative to the page.
  return fetchFile(new URL(target, globalThis.document?.baseURI ?? globalThis.location.href), name, signal);
}

function asUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new FerError('FER_INVALID_ARGUMENT', `The address of a picture is not a URL: ${text}.`, {
      details: { source: text },
      cause,
    });
  }
}

/** Without what may be secret (passwords, signed queries) or endless (data). */
function nameOf(url: URL): string {
  if (url.protocol === 'data:') return `${url.href.slice(0, 32)}…`;
  return url.protocol === 'blob:' || url.protocol === 'file:' ? url.href : `${url.origin}${url.pathname}`;
}
