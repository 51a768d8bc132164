import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { drawFace } from '@fer/dataset';
import type { RecognizedFace } from '@fer/model';
import type { Browser, Response } from 'playwright-core';
import sharp from 'sharp';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { serveFolder } from '../../../tests/support/static-server.ts';

/** Gzipped size of all scripts and WebAssembly that a page asks for until it has found and recognised faces. */
const MAX_CODE_GZIP_BYTES = 66_000;
/** As they are fetched: float16. */
const MAX_WEIGHTS_BYTES = 270_000;

const pathOf = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

const SCRIPT = `
  import { createRecognizer } from ${pathOf('../../model/src/index.ts')};
  import { plugin } from ${pathOf('../src/index.ts')};
  globalThis.recognize = async (options) => {
    const fer = await createRecognizer({ plugins: [plugin], ...options });
    const faces = await fer.recognize('photo.png');
    fer.dispose();
    return faces;
  };
`;

let folder: string;
let output: Rollup.RollupOutput['output'];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-detector-page-'));
  const html =
    '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./main.js"></script>';
  await writeFile(join(folder, 'index.html'), html);
  await writeFile(join(folder, 'main.js'), SCRIPT);
  ({ output } = (await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    resolve: { conditions: ['@fer/source', 'module', 'browser', 'import', 'default'] },
  })) as Rollup.RollupOutput);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('ships the network with a page, as files', () => {
  const shipped = output.flatMap((file) => (file.type === 'asset' ? file.names : []));
  expect(shipped).toEqual(expect.arrayContaining(['blazeface-manifest.bin', 'blazeface-weights-1.bin']));
});

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let browser: Browser;
  beforeAll(async () => {
    const { data, width, height, channels } = drawFace({ emotion: 'happy', seed: 0, size: 200 });
    await sharp(data, { raw: { width, height, channels } })
      .extend({ left: 300, right: 100, top: 50, bottom: 150, background: 'gray' })
      .toFile(join(folder, 'dist/photo.png'));
    server = await serveFolder(join(folder, 'dist'), false);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is asked for once a detector is made, and little code with it', async () => {
    const page = await browser.newPage();
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.recognize');
    const recognize = (options: object): Promise<RecognizedFace[]> =>
      page.evaluate(`recognize(${JSON.stringify(options)})`);
    const fetched = (name: RegExp) =>
      Promise.all(responses.filter((response) => name.test(response.url())).map((one) => one.body()));

    // The square in the middle of the picture, of 600×400.
    expect(await recognize({ detector: false })).toMatchObject([{ box: { x: 100, width: 400 } }]);
    expect(await fetched(/blazeface/)).toEqual([]);

    const faces = await recognize({});
    expect(faces).toMatchObject([{ emotion: 'happy' }]);
    const { x, width } = faces[0]!.box;
    expect(Math.abs(x + width / 2 - 400)).toBeLessThan(10);
    expect(await fetched(/blazeface-manifest/)).toHaveLength(1);
    const [weights, ...others] = await fetched(/blazeface-weights/);
    expect(others).toEqual([]);
    expect(weights!.length).toBeGreaterThan(200_000);
    expect(weights!.length).toBeLessThan(MAX_WEIGHTS_BYTES);

    const code = await fetched(/\.(js|wasm)$/);
    const bytes = code.reduce((sum, content) => sum + gzipSync(content).length, 0);
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(MAX_CODE_GZIP_BYTES);
  });
});
