// Makes the folder `assets`: all weights.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { copyWeights } from '../../../scripts/copy-weights.mjs';

const assets = new URL('../assets/', import.meta.url);

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets);
copyWeights(new URL('../weights/', import.meta.url), assets);
process.stdout.write(`${readdirSync(assets).length} files in ${fileURLToPath(assets)}\n`);
