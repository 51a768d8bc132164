import { FerError, type WeightsSource } from '@fer/core';
import { BUNDLED_FILES } from '../../bundled-files.ts';
import { fetchFile } from './fetch-file.ts';
import { readFile } from './read-file.ts';

/** The weights that come with this package, by id: `tutorial-cnn`. */
export const bundled = {
  id: 'bundled',
  apiVersion: 1,
  matches: (reference) => Object.hasOwn(BUNDLED_FILES, reference),
  async open(reference) {
    const files = BUNDLED_FILES[reference]!();
    const location = `'${reference}' of @fer/model`;
    return {
      location,
      async read(fileName, options) {
        const url = files.get(fileName);
        try {
          if (url === undefined)
            throw new Error(`${fileName} is not one of ${[...files.keys()].join(', ')}.`);
          const read = url.protocol === 'file:' ? readFile : fetchFile;
          return await read(url, options?.signal);
        } catch (cause) {
          options?.signal?.throwIfAborted();
          throw new FerError(
            'FER_WEIGHTS_NOT_FOUND',
            `The bundled weights ${location} are not complete: ${fileName} cannot be read. Install @fer/model again, or see that your bundler ships the files of its folder weights/.`,
            { details: { reference, fileName, url: url?.href }, cause },
          );
        }
      },
    };
  },
} as const satisfies WeightsSource;
