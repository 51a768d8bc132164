// Copies every weights directory in a folder to a package's folder `assets`, side by side under names that no bundler
// transforms: `assetName` of @fer/model reads them so.
import { copyFileSync, readdirSync } from 'node:fs';

export function copyWeights(weights, assets) {
  for (const id of readdirSync(weights)) {
    const folder = new URL(`${id}/`, weights);
    for (const name of readdirSync(folder)) {
      const asset = name === 'fer.json' ? `${id}-manifest.bin` : `${id}-${name}`;
      copyFileSync(new URL(name, folder), new URL(asset, assets));
    }
  }
}
