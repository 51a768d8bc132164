import { FerError, packageFolder, type WeightsSource } from '@fer/core';
import { PRETRAINED_WEIGHTS } from '../../pretrained-weights.ts';
import { MANIFEST_FILE } from '../manifest.ts';
import { assetName } from './asset-name.ts';

const PACKAGE = '@fer/pretrained';

/**
 * The weights of `@fer/pretrained`, by id, where Node finds that package installed. A page needs its plugin, as the
 * error says. The id is not that of the plugin's source, so that both may be there; plugins are asked first.
 */
export const pretrained = {
  id: 'installed',
  apiVersion: 1,
  matches: (reference) => PRETRAINED_WEIGHTS.some((id) => id === reference),
  async open(reference) {
    const folder = packageFolder(PACKAGE);
    const addressOf = (fileName: string) => new URL(`assets/${assetName(reference, fileName)}`, folder);
    if (folder === undefined || !exists(addressOf(MANIFEST_FILE))) throw notInstalled(reference);
    const { readFile } = await import('./read-file.ts');
    return {
      location: `'${reference}' of ${PACKAGE}`,
      read: (fileName, options) => readFile(addressOf(fileName), options),
    };
  },
} as const satisfies WeightsSource;

function exists(file: URL): boolean {
  return process.getBuiltinModule('node:fs').existsSync(file);
}

function notInstalled(reference: string): FerError {
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `The weights '${reference}' come with ${PACKAGE} of the version of @fer/model: npm install ${PACKAGE}, import { plugin } from '${PACKAGE}', and give \`plugins: [plugin]\`. Node needs no plugin where it finds the package; a folder of that name is './${reference}'.`,
    { details: { reference, package: PACKAGE } },
  );
}
