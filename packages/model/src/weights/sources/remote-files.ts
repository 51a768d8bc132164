import { type ReadWeightsFileOptions, safeUrl, type WeightsFiles } from '@fer/core';
import { askSteadily } from './ask-steadily.ts';
import type { AskForFile } from './fetch-file.ts';

/** `fetchFile`, which is given, not imported: what two scripts of a page share becomes a third. */
type FetchFile = (
  url: URL,
  options: ReadWeightsFileOptions | undefined,
  ask: AskForFile,
) => Promise<Uint8Array>;

/**
 * The files of weights on a web server.
 *
 * @param manifest where their `fer.json` is; its query is sent along for every file
 */
export function remoteFiles(
  manifest: URL,
  fetchFile: FetchFile,
  { stallMs }: { readonly stallMs: number },
): WeightsFiles {
  return {
    location: safeUrl(new URL('.', manifest)),
    read(fileName, options) {
      const address = new URL(fileName, manifest);
      address.search = manifest.search;
      return fetchFile(address, options, askSteadily(stallMs));
    },
  };
}
