import { isNode, type WeightsSource } from '@fer/core';
import { WEIGHTS_LIMITS } from '../limits.ts';
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
  async open(reference, { stallMs = WEIGHTS_LIMITS.stallMs, cache } = {}) {
    const { remoteFiles } = await import('./remote-files.ts');
    return remoteFiles(reference, { fetchFile, manifestFile: MANIFEST_FILE }, { stallMs, cache });
  },
} as const satisfies WeightsSource;

function isRelative(reference: string): boolean {
  return reference !== '' && !/^[a-z][a-z\d+.-]*:/i.test(reference);
}
