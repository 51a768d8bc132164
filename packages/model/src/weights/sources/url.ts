import { isNode, type WeightsSource } from '@fer/core';
import { MANIFEST_FILE } from '../manifest.ts';
import { fetchFile } from './fetch-file.ts';

/**
 * Weights on a web server: the address of the directory or of its `fer.json`. On a page also relative to the page. A
 * query (`?token=…`) is sent along for every file.
 */
export const url = {
  id: 'url',
  apiVersion: 1,
  matches: (reference) => /^https?:/i.test(reference) || (!isNode() && isRelative(reference)),
  async open(reference) {
    const base = new URL(reference, isNode() ? undefined : globalThis.location?.href);
    const isFile = base.pathname.endsWith(`/${MANIFEST_FILE}`) || base.pathname.endsWith('/');
    if (!isFile) base.pathname += '/';
    return {
      location: base.href,
      read(fileName, options) {
        const address = new URL(fileName, base);
        address.search = base.search;
        return fetchFile(address, options?.signal);
      },
    };
  },
} as const satisfies WeightsSource;

function isRelative(reference: string): boolean {
  return reference !== '' && !/^[a-z][a-z\d+.-]*:/i.test(reference);
}
