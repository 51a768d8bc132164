import { isNode } from '@fer/core';

/**
 * The address of a file: of the folder `address` with its name appended (before a query), or `address` itself if that
 * ends in `.wasm`.
 *
 * @param address absolute, or relative to the page or worker; in Node also a path, relative to the working directory
 * @throws TypeError if it is relative where there is nothing that it could be relative to
 */
export function assetAddress(address: string | URL, fileName: string): URL {
  const url = new URL(absolute(address));
  if (url.pathname.endsWith('.wasm')) return url;
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${fileName}`;
  return url;
}

function absolute(address: string | URL): string | URL {
  // A scheme of one letter is a drive of Windows.
  if (typeof address !== 'string' || /^[a-z][a-z\d+.-]+:/i.test(address)) return address;
  if (typeof document === 'object') return new URL(address, document.baseURI);
  if (isNode()) return process.getBuiltinModule('node:url').pathToFileURL(address);
  return new URL(address, globalThis.location?.href);
}

/** An address as messages show it: what may be secret (a user's name, a password, a token) is left out. */
export function shownAddress({ protocol, host, pathname }: URL): string {
  return host === ''
    ? `${protocol}${protocol === 'file:' ? '//' : ''}${pathname}`
    : `${protocol}//${host}${pathname}`;
}
