import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-detector-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

// The table alone: @fer/model brings files of its own.
const table = fileURLToPath(new URL('../src/weights-files.ts', import.meta.url));

it('ships the network with a page, as files', async () => {
  const html = '<!doctype html><script type="module" src="./main.js"></script>';
  await writeFile(join(folder, 'index.html'), html);
  await writeFile(
    join(folder, 'main.js'),
    `import { WEIGHTS_FILES } from ${JSON.stringify(table)}; globalThis.files = WEIGHTS_FILES;`,
  );
  const { output } = (await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { write: false, assetsInlineLimit: 0 },
  })) as Rollup.RollupOutput;
  const shipped = output.flatMap((file) => (file.type === 'asset' ? file.names : []));
  expect(shipped).toEqual(expect.arrayContaining(['blazeface-manifest.bin', 'blazeface-weights-1.bin']));
});
