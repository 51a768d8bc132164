import { FerError, isNode, type WeightsSource } from '@fer/core';
import { folderPath } from '../folder-path.ts';
import { MANIFEST_FILE } from '../manifest.ts';

/** `https:` and the like; one letter is a drive of Windows. */
const SCHEME = /^[a-z][a-z\d+.-]+:/i;

/** Weights in a folder on disk, by path or `file:` URL. Node only. */
export const directory = {
  id: 'directory',
  apiVersion: 1,
  matches: (reference) =>
    reference !== '' && isNode() && (!SCHEME.test(reference) || /^file:/i.test(reference)),
  async open(reference) {
    const path = process.getBuiltinModule('node:path');
    const folder = folderPath(reference);
    const { readFile } = await import('./read-file.ts');
    return {
      location: folder,
      async read(fileName, options) {
        try {
          return await readFile(path.join(folder, fileName), options);
        } catch (cause) {
          const isAbsent = FerError.isInstance(cause) && cause.code === 'FER_WEIGHTS_NOT_FOUND';
          if (fileName !== MANIFEST_FILE || !isAbsent) throw cause;
          throw new FerError(
            'FER_WEIGHTS_NOT_FOUND',
            `There are no weights in ${folder}: its ${MANIFEST_FILE} ${cause.details.problem}. Give a directory that \`saveWeights\` or a training has written.`,
            { details: { ...cause.details, reference }, cause },
          );
        }
      },
    };
  },
} as const satisfies WeightsSource;
