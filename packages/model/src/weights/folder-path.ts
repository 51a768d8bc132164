import { FerError, safeUrl } from '@fer/core';

/**
 * The absolute path of a folder that is given as a path or as a `file:` URL, as text too. Node only.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if it is a URL that names no place on this machine
 */
export function folderPath(folder: string | URL): string {
  const path = process.getBuiltinModule('node:path');
  const url = process.getBuiltinModule('node:url');
  try {
    const isUrl = folder instanceof URL || /^file:/i.test(folder);
    return path.resolve(isUrl ? url.fileURLToPath(folder) : folder);
  } catch (cause) {
    const name = safeUrl(folder);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The folder of weights ${name} is not on this machine: ${(cause as Error).message}. Give a path or a \`file:\` URL.`,
      { details: { reference: name } },
    );
  }
}
