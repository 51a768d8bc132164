import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMOTIONS } from '@fer/core';
import { drawFace } from '@fer/dataset';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { drawVideo } from './drawn-video.ts';
import { mainThreadTasks } from './main-thread-tasks.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** `SCREENSHOTS=folder npm test` keeps what the page looked like. */
const screenshots = process.env.SCREENSHOTS;
/** Those that the bundled network tells apart on drawn faces. */
const EMOTIONS_IN_VIDEO = ['happy', 'surprise', 'angry'] as const;

describe.skipIf(chromiumPath === undefined)('the built page (set CHROMIUM_PATH if it is skipped)', () => {
  let folder: string;
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    expect(existsSync(join(root, 'dist/index.html')), 'run `npm run build` first').toBe(true);
    folder = await mkdtemp(join(tmpdir(), 'fer-web-camera-'));
    const { data, width, height, channels } = drawFace({ emotion: 'happy', seed: 3, size: 300 });
    await sharp(data, { raw: { width, height, channels } })
      .extend({ top: 150, bottom: 150, left: 150, right: 150, background: 'gray' })
      .png()
      .toFile(join(folder, 'face.png'));
    await sharp({ create: { width: 300, height: 200, channels: 3, background: 'gray' } })
      .png()
      .toFile(join(folder, 'nobody.png'));
    await writeFile(join(folder, 'broken.png'), 'this is no picture');
    await writeFile(join(folder, 'faces.y4m'), drawVideo(EMOTIONS_IN_VIDEO));
    server = await preview({
      root,
      logLevel: 'silent',
      preview: { host: '127.0.0.1', port: 4_871, strictPort: false },
    });
    browser = await launchChromium([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'faces.y4m')}`,
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    problems = [];
    page = await browser.newPage({ viewport: { width: 1000, height: 780 } });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'info') problems.push(message.text());
    });
    await page.goto(server.resolvedUrls!.local[0]!);
  });
  afterEach(() => page.close());

  const shares = () =>
    page
      .getByRole('meter')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('aria-valuenow'))));
  const sum = async () => (await shares()).reduce((a, b) => a + b);
  const faces = async (): Promise<string[]> =>
    JSON.parse((await page.locator('#overlay').getAttribute('data-faces')) ?? '[]');
  /** Of the faces in the camera, as the page names them: "1: happy 90 %". */
  const idsByEmotion = async () =>
    new Map(
      (await faces()).map((label) => label.split(/: | /)).map(([id, emotion]) => [emotion, Number(id)]),
    );
  const keep = (name: string) =>
    screenshots ? page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true }) : undefined;

  it('says which runtime is in use', async () => {
    await expect.poll(() => page.locator('#runtime').textContent(), { timeout: 20_000 }).toBe('wasm');
    expect(await page.locator('#rejected').isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });

  it('shows seven bars for a photo, and new ones when it is zoomed or moved', async () => {
    await page.locator('#file').setInputFiles(join(folder, 'face.png'));
    await expect.poll(sum, { timeout: 20_000 }).toBeCloseTo(1, 2);
    const scores = await shares();
    expect(scores).toHaveLength(7);
    const best = EMOTIONS[scores.indexOf(Math.max(...scores))];
    expect(await page.locator('#answer').textContent()).toBe(best);
    expect(await page.locator('#speed').textContent()).toMatch(/ in \d+ ms/);
    await keep('photo');

    await page.locator('#zoom').fill('2');
    await expect.poll(shares).not.toEqual(scores);
    const zoomed = await shares();
    await page.locator('#picture').press('ArrowRight');
    await expect.poll(shares).not.toEqual(zoomed);
    expect(problems).toEqual([]);
  });

  it('finds, follows and names the faces of a camera, and stops', async () => {
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await expect.poll(faces, { timeout: 20_000 }).toHaveLength(EMOTIONS_IN_VIDEO.length);
    const first = await idsByEmotion();
    expect([...first.keys()].sort()).toEqual([...EMOTIONS_IN_VIDEO].sort());
    expect([...first.values()].sort()).toEqual([1, 2, 3]);
    // Two seconds: the video begins anew meanwhile.
    for (let look = 0; look < 20; look++) {
      expect(await idsByEmotion()).toEqual(first);
      await page.waitForTimeout(100);
    }
    await keep('camera');
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await page.getByRole('button', { name: 'Use the camera' }).waitFor();
    expect(problems).toEqual([]);
  });

  // On a machine that others keep busy, processor time is more by what they take of its caches.
  it('never keeps the page waiting, from the start of the camera on', { retry: 3 }, async () => {
    const tasks = await mainThreadTasks(browser, page, async () => {
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await expect.poll(faces, { timeout: 20_000 }).toHaveLength(EMOTIONS_IN_VIDEO.length);
      await page.waitForTimeout(2000);
    });
    if (screenshots) await writeFile(join(screenshots, 'main-thread-tasks.json'), JSON.stringify(tasks));
    expect(tasks.length).toBeGreaterThan(100);
    // Measured: 4.2 ms, of which the page's scripts are the least.
    expect(tasks[0]).toBeLessThan(5);
  });

  it('tells of a file that is no picture, until there is one', async () => {
    await page.locator('#file').setInputFiles(join(folder, 'broken.png'));
    const alert = page.getByRole('alert');
    await expect.poll(() => alert.textContent()).toMatch(/broken\.png.*not a picture/);
    await page.locator('#file').setInputFiles(join(folder, 'face.png'));
    await expect.poll(sum, { timeout: 20_000 }).toBeCloseTo(1, 2);
    expect(await alert.isVisible()).toBe(false);
  });

  it('tells of a photo without a face', async () => {
    await page.locator('#file').setInputFiles(join(folder, 'nobody.png'));
    await expect
      .poll(() => page.getByRole('alert').textContent(), { timeout: 20_000 })
      .toMatch(/^No face is seen in the frame/);
    expect(await faces()).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('#file').setInputFiles(join(folder, 'face.png'));
    await expect.poll(sum, { timeout: 20_000 }).toBeCloseTo(1, 2);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await keep('phone');
  });
});
