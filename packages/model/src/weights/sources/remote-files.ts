import { describeValue, FerError, type ReadWeightsFileOptions, safeUrl, type WeightsFiles } from '@fer/core';
import { cachedFiles } from '../cache/cached-files.ts';
import { askSteadily } from './ask-steadily.ts';
import type { AskForFile } from './fetch-file.ts';
import { remoteAddress } from './remote-address.ts';

/** What a page has from the start. It is given, not imported: what two scripts of a page share becomes a third. */
interface PageParts {
  readonly fetchFile: FetchFile;
  readonly manifestFile: string;
}

type FetchFile = (
  url: URL,
  options: ReadWeightsFileOptions | undefined,
  ask: AskForFile,
) => Promise<Uint8Array>;

/**
 * The files of weights on a web server.
 *
 * @param reference the address of the directory or of its manifest; a query is sent along for every file
 * @throws FerError as `remoteAddress`; `FER_INVALID_ARGUMENT` if `cache` is neither true nor false
 */
export function remoteFiles(
  reference: string,
  { fetchFile, manifestFile }: PageParts,
  { stallMs, cache = true }: { readonly stallMs: number; readonly cache?: boolean },
): WeightsFiles {
  assertBoolean(cache);
  const manifest = remoteAddress(reference, manifestFile);
  const files: WeightsFiles = {
    location: safeUrl(new URL('.', manifest)),
    read(fileName, options) {
      const address = new URL(fileName, manifest);
      address.search = manifest.search;
      return fetchFile(address, options, askSteadily(stallMs));
    },
  };
  return cache ? cachedFiles(files, manifest) : files;
}

function assertBoolean(cache: unknown): void {
  if (typeof cache === 'boolean') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`weightsCache\` must be true or false, but is ${describeValue(cache)}.`,
    { details: { option: 'weightsCache', value: cache } },
  );
}
