import { MANIFEST_FILE } from '../manifest.ts';

/**
 * The name that a file of the weights `id` has in a package's folder `assets`: all weights of a package lie there side
 * by side, and no bundler takes a `.bin` for something to transform. `scripts/copy-weights.mjs` writes them so.
 */
export function assetName(id: string, fileName: string): string {
  return `${id}-${fileName === MANIFEST_FILE ? 'manifest.bin' : fileName}`;
}
