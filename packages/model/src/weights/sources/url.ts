import { FerError, isNode, pageAddress, safeUrl, type WeightsSource } from '@fer/core';
import { MANIFEST_FILE } from '../manifest.ts';
import { fetchFile } from './fetch-file.ts';

/**
 * Weights on a web server: the address of the directory or of its `fer.json`. On a page also relative to it, as pictures are. A
 * query (`?token=…`) is sent along for every file, and told in no message.
 */
export const url = {
  id: 'url',
  apiVersion: 1,
  matches: (reference) => /^https?:/i.test(reference) || (!isNode() && isRelative(reference)),
  async open(reference) {
    const base = parse(reference);
    const isFile = base.pathname.endsWith(`/${MANIFEST_FILE}`) || base.pathname.endsWith('/');
    if (!isFile) base.pathname += '/';
    return {
      location: safeUrl(base),
      read(fileName, options) {
        const address = new URL(fileName, base);
        address.search = base.search;
        return fetchFile(address, options);
      },
    };
  },
} as const satisfies WeightsSource;

function isRelative(reference: string): boolean {
  return reference !== '' && !/^[a-z][a-z\d+.-]*:/i.test(reference);
}

/** The errors of the platform are not passed on: they quote the address. */
function parse(reference: string): URL {
  let base: URL;
  try {
    base = new URL(reference, isNode() ? undefined : pageAddress());
  } catch {
    throw unusable(reference, 'is not a URL. Check how it is written.');
  }
  if (base.username === '' && base.password === '') return base;
  throw unusable(
    reference,
    'has a user name or a password, which `fetch` refuses. Give the files themselves, read with the header that the server wants.',
  );
}

function unusable(reference: string, problem: string): FerError {
  const name = safeUrl(reference);
  return new FerError('FER_INVALID_ARGUMENT', `The address of the weights ${name} ${problem}`, {
    details: { reference: name },
  });
}
