// Makes the folder `assets`: the kernels and the bundled weights.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { copyWeights } from '../../../scripts/copy-weights.mjs';

const assets = new URL('../assets/', import.meta.url);
const kernels = new URL('../../backend-wasm/build/', import.meta.url);

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets);
for (const name of readdirSync(kernels).filter((file) => file.startsWith('fer-kernels'))) {
  copyFileSync(new URL(name, kernels), new URL(name, assets));
}
copyWeights(new URL('../weights/', import.meta.url), assets);
process.stdout.write(`${readdirSync(assets).length} files in ${fileURLToPath(assets)}\n`);
