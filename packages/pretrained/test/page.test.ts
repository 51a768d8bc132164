import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRETRAINED_WEIGHTS } from '@fer/model';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-pretrained-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

// The table alone: @fer/model brings weights of its own.
const script = `
  import { WEIGHTS_FILES } from ${JSON.stringify(fileURLToPath(new URL('../src/weights-files.ts', import.meta.url)))};
  globalThis.files = WEIGHTS_FILES;
`;

it('ships the files of all weights with a page, as files', async () => {
  await writeFile(join(folder, 'main.js'), script);
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="./main.js"></script>',
  );
  const { output } = (await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { write: false, assetsInlineLimit: 0 },
  })) as Rollup.RollupOutput;
  const shipped = output.flatMap((file) => (file.type === 'asset' ? file.names : []));
  for (const id of PRETRAINED_WEIGHTS) {
    expect(shipped).toEqual(expect.arrayContaining([`${id}-manifest.bin`, `${id}-weights-1.bin`]));
  }
  expect(output.filter((file) => file.type === 'chunk')).toHaveLength(1);
});
