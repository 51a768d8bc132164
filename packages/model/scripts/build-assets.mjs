// Makes the folder `assets`: the kernels and the bundled weights, side by side under names that no bundler transforms.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const assets = new URL('../assets/', import.meta.url);
const weights = new URL('../weights/', import.meta.url);
const kernels = new URL('../../backend-wasm/build/', import.meta.url);

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets);
for (const name of readdirSync(kernels).filter((file) => file.startsWith('fer-kernels'))) {
  copyFileSync(new URL(name, kernels), new URL(name, assets));
}
for (const id of readdirSync(weights)) {
  const folder = new URL(`${id}/`, weights);
  for (const name of readdirSync(folder)) {
    const asset = name === 'fer.json' ? `${id}-manifest.bin` : `${id}-${name}`;
    copyFileSync(new URL(name, folder), new URL(asset, assets));
  }
}
process.stdout.write(`${readdirSync(assets).length} files in ${fileURLToPath(assets)}\n`);
