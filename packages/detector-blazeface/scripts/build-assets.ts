// Makes the folder `assets`: BlazeFace as a weights directory in float16.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serializeWeights } from '@fer/model';
import { readBlazeFace } from './read-blazeface.ts';

const assets = new URL('../assets/', import.meta.url);
const files = await serializeWeights(await readBlazeFace(), { dtype: 'float16' });

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets);
for (const [name, bytes] of files) {
  const asset = name === 'fer.json' ? 'blazeface-manifest.bin' : `blazeface-${name}`;
  writeFileSync(new URL(asset, assets), bytes);
}
process.stdout.write(`${files.size} files in ${fileURLToPath(assets)}\n`);
