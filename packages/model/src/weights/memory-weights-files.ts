import { FerError, type WeightsFiles } from '@fer/core';
import { fileTooLong } from './file-too-long.ts';

/** A weights directory that is in memory already: what `serializeWeights` gives, or files picked on a page. */
export function memoryWeightsFiles(
  files: ReadonlyMap<string, Uint8Array>,
  location = 'in memory',
): WeightsFiles {
  return {
    location,
    async read(fileName, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const bytes = files.get(fileName);
      if (bytes !== undefined) {
        if (bytes.length > maxBytes) throw fileTooLong(`${fileName} of ${location}`, maxBytes);
        return bytes;
      }
      const names = [...files.keys()].join(', ');
      throw new FerError(
        'FER_WEIGHTS_NOT_FOUND',
        `The weights (${location}) have no file '${fileName}'; there are ${names || 'none at all'}.`,
        { details: { location, fileName } },
      );
    },
  };
}
