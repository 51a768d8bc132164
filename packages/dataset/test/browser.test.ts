import { build } from 'esbuild';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { TINY_EXPECTED, tinyCsv, tinyPixels } from '../src/__fixtures__/tiny-csv.ts';

const csv = strToU8(tinyCsv());
const reason = chromiumPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH)' : '';

describe.skipIf(reason !== '')(`loadDatasetFromBlob in Chromium${reason}`, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: "export * from './src/index.ts'", resolveDir: `${import.meta.dirname}/..` },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'ferDataset',
      conditions: ['@fer/source'],
      logLevel: 'error',
    });
    browser = await launchChromium();
    page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]!.text });
  });
  afterAll(() => browser?.close());

  /** Runs in the page; plain lists come back, or the error's code. */
  const load = (bytes: Uint8Array, name: string) =>
    page.evaluate(
      async ([base64, name]) => {
        const { ferDataset } = globalThis as unknown as { ferDataset: typeof import('../src/index.ts') };
        const bytes = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
        try {
          const { count, images, labels, splits } = await ferDataset.loadDatasetFromBlob(
            new File([bytes], name!),
          );
          return { count, labels: [...labels], splits: [...splits], images: [...images] };
        } catch (error) {
          return (error as { code?: string }).code ?? String(error);
        }
      },
      [Buffer.from(bytes).toString('base64'), name],
    );

  it.each([
    ['fer2013.csv', () => csv],
    ['fer2013.csv.gz', () => gzipSync(csv)],
    ['fer2013.zip', () => zipSync({ 'fer2013.csv': csv })],
    [
      'fer2013.tar.gz',
      async () => gzipSync(await packTar([{ header: { name: 'fer2013.csv', size: csv.length }, body: csv }])),
    ],
  ])('reads %s', async (name, make) => {
    expect(await load(await make(), name)).toEqual(TINY_EXPECTED);
  });

  it('decodes a zip of images', async () => {
    const raw = { width: 48, height: 48, channels: 1 } as const;
    const png = await sharp(Uint8Array.from(tinyPixels(0)), { raw })
      .png()
      .toBuffer();
    expect(await load(zipSync({ 'test/sad/PrivateTest_1.png': png }), 'faces.zip')).toEqual({
      count: 1,
      labels: [4],
      splits: [2],
      images: tinyPixels(0),
    });
  });

  it('tells that a gzip is cut short, and one that is damaged', async () => {
    const bytes = gzipSync(csv);
    expect(await load(bytes.slice(0, -4), 'a.csv.gz')).toBe('FER_DATA_TRUNCATED');
    bytes.fill(0xff, 50, 60);
    expect(await load(bytes, 'a.csv.gz')).toMatch(/FER_DATA_(CORRUPT|TRUNCATED)/);
  });

  it('says that paths are for Node', async () => {
    const code = await page.evaluate(async () => {
      const { ferDataset } = globalThis as unknown as { ferDataset: typeof import('../src/index.ts') };
      return ferDataset.loadDataset('fer2013.csv').catch((error) => error.code);
    });
    expect(code).toBe('FER_DATA_UNSUPPORTED');
  });
});
