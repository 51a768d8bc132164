import { FerError, isNode, pageAddress, safeUrl } from '@fer/core';

/**
 * The address of the manifest of weights on a web server, by the address of the directory or of that file; on a page
 * also relative to it. The errors of the platform are not passed on: they quote the address.
 *
 * @param manifestFile what manifests are called
 * @throws FerError `FER_INVALID_ARGUMENT` if it is no URL, or has a user or a password
 */
export function remoteAddress(reference: string, manifestFile: string): URL {
  let address: URL;
  try {
    address = new URL(reference, isNode() ? undefined : pageAddress());
  } catch {
    throw unusable(reference, 'is not a URL. Check how it is written.');
  }
  if (address.username !== '' || address.password !== '') {
    throw unusable(
      reference,
      'has a user name or a password, which `fetch` refuses. Give the files themselves, read with the header that the server wants.',
    );
  }
  const { pathname } = address;
  if (!pathname.endsWith(`/${manifestFile}`)) {
    address.pathname = `${pathname.replace(/\/$/, '')}/${manifestFile}`;
  }
  return address;
}

function unusable(reference: string, problem: string): FerError {
  const name = safeUrl(reference);
  return new FerError('FER_INVALID_ARGUMENT', `The address of the weights ${name} ${problem}`, {
    details: { reference: name },
  });
}
