import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawFace } from '@fer/dataset';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { serveFolder } from '../../../tests/support/static-server.ts';
import { shell } from './support/fer.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const text = readFileSync(new URL('../../../docs/fine-tuning.md', import.meta.url), 'utf8');
const blockOf = (language: string) => text.match(new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``))![1]!;
const LABELS = ['grimace', 'smile'];
const SHOWN = { grimace: 'disgust', smile: 'happy' } as const;

/** In this package, so that the snippets find the others. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, 'docs-'));
  for (const label of LABELS) await mkdir(join(folder, 'my-pictures', label), { recursive: true });
  for (let i = 0; i < 24; i++) {
    const label = i % 2 === 0 ? 'grimace' : 'smile';
    await writePhoto(`my-pictures/${label}/${i}.jpg`, label, i);
  }
  await writeFile(join(folder, 'my-pictures', 'smile', 'x.txt'), 'no picture');
  await writePhoto('photo.jpg', 'smile', 99);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writePhoto(file: string, label: keyof typeof SHOWN, seed: number): Promise<void> {
  const { data } = drawFace({ emotion: SHOWN[label], seed, size: 150 });
  const face = { input: Buffer.from(data), raw: { width: 150, height: 150, channels: 1 as const } };
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
    .composite([{ ...face, left: 200, top: 90 }])
    .jpeg()
    .toFile(join(folder, file));
}

describe('"Fine-tune on your own pictures"', () => {
  it('shows commands that work', async () => {
    const script = `set -e\n${blockOf('sh').replaceAll('npx fer', 'fer')}`;
    const { stdout, stderr, exitCode } = await shell(script, { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^24 pictures of 2 labels: grimace, smile$/m);
    expect(stdout.match(/^Validation, 4 images: /gm)).toHaveLength(2);
    expect(stderr).toContain('smile/x.txt');
    await rm(join(folder, 'my-weights'), { recursive: true });
  });

  it('shows code that runs in Node', async () => {
    const here = (name: string) => JSON.stringify(join(folder, name));
    const file = join(folder, 'snippet.ts');
    const names = ['my-pictures', 'my-weights', 'photo.jpg'];
    const code = names.reduce(
      (code, name) => code.replaceAll(new RegExp(`^([^/\n]*)'${name}'`, 'gm'), `$1${here(name)}`),
      blockOf('ts'),
    );
    await writeFile(file, code);
    const { labelNames, leftOut, face } = await import(/* @vite-ignore */ file);
    expect(labelNames).toEqual(LABELS);
    expect(leftOut).toMatchObject([{ name: 'smile/x.txt' }]);
    expect(face.emotion).toBe('smile');
    expect(face.box.x).toBeGreaterThan(190);
    const manifest = JSON.parse(readFileSync(join(folder, 'my-weights', 'fer.json'), 'utf8'));
    expect(manifest.labels).toEqual(LABELS);
  });

  describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
    let browser: Browser;
    let server: Awaited<ReturnType<typeof serveFolder>>;
    let page: Page;
    const errors: string[] = [];

    beforeAll(async () => {
      const root = join(folder, 'page');
      await mkdir(root);
      // As little as will do: what is learned is the business of the other tests.
      const code = blockOf('js').replace('epochs: 20', 'epochs: 6');
      const show = 'globalThis.shown = []; const show = (value) => globalThis.shown.push(value);';
      await writeFile(join(root, 'main.js'), `${code}\n${show}\nglobalThis.learn = learn;`);
      await writeFile(
        join(root, 'index.html'),
        '<!doctype html><body style="height: 300px"><input type="file" webkitdirectory><script type="module" src="./main.js"></script>',
      );
      await build({
        configFile: false,
        root,
        logLevel: 'error',
        resolve: { conditions: ['@fer/source', 'module', 'browser', 'import', 'default'] },
      });
      server = await serveFolder(join(root, 'dist'), true);
      browser = await launchChromium();
      page = await browser.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.goto(server.url);
      await page.waitForFunction('globalThis.learn');
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    it('learns from a folder that is dropped', async () => {
      const devTools = await page.context().newCDPSession(page);
      const data = { items: [], files: [join(folder, 'my-pictures')], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await devTools.send('Input.dispatchDragEvent', { type, x: 50, y: 200, data });
      }
      await page.waitForFunction('Array.isArray(globalThis.shown.at(-1))', undefined, { timeout: 120_000 });
      expect(await page.evaluate('globalThis.shown')).toEqual([0, 1, 2, 3, 4, 5, LABELS]);
      expect(errors).toEqual([]);
    });

    it('learns from a folder that is picked, and recognises', async () => {
      await page.setInputFiles('input', join(folder, 'my-pictures'));
      const photo = readFileSync(join(folder, 'photo.jpg')).toString('base64');
      const face = await page.evaluate(async (base64) => {
        const { learn } = globalThis as unknown as {
          learn: (files: unknown) => Promise<import('@fer/model').Recognizer<string>>;
        };
        const { files } = document.querySelector('input') as unknown as { files: unknown };
        const fer = await learn(files);
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        return (await fer.recognize(bytes))[0];
      }, photo);
      expect(Object.keys(face!.scores)).toEqual(LABELS);
      expect(face!.box.x).toBeGreaterThan(190);
    });
  });
});
