import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFace } from '@fer/dataset';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawVideo } from '../../../examples/web-camera/test/drawn-video.ts';
import { chromiumPath, launchChromium } from '../../support/chromium.ts';
import { serveFolder } from '../../support/static-server.ts';
import { createExample } from './fixture.ts';

/** `SCREENSHOTS=folder` keeps what the pages looked like. */
const screenshots = process.env.SCREENSHOTS;

/** What stands above as many faces: an emotion with its share. */
const labelsOf = (count: number) => Array(count).fill(expect.stringMatching(/^\s*[a-z]+ \d+ %\s*$/));

/** Installs, builds and uses an example that shows a photo or the camera and marks the faces. */
export function testAppPage(name: string): void {
  describe.skipIf(chromiumPath === undefined)(`the example ${name}`, () => {
    const app = createExample(name);
    const problems: string[] = [];
    let folder: string;
    let server: { url: string; close(): Promise<void> };
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), `fer-${name}-`));
      await writeFile(join(folder, 'faces.y4m'), drawVideo(['happy', 'surprise', 'angry']));
      await writePhoto(join(folder, 'faces.jpg'));
      await writeFile(join(folder, 'broken.png'), 'this is no picture');
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

    const labels = () => page.locator('.face text').allTextContents();
    const choose = (file: string) => page.getByLabel('Photo').setInputFiles(join(folder, file));
    const keep = (shown: string) =>
      screenshots ? page.screenshot({ path: join(screenshots, `${name}-${shown}.png`) }) : undefined;

    it('installs and builds', async () => {
      await app.install();
      await app.run('npm', 'run', 'build');
      server = await serveFolder(join(app.folder, 'dist'), false);
      page = await browser.newPage({ viewport: { width: 800, height: 700 } });
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (/error|warning/.test(message.type())) problems.push(message.text());
      });
      await page.goto(server.url);
    });

    it('marks both faces of a photo where they are', async () => {
      await choose('faces.jpg');
      await expect.poll(labels, { timeout: 20_000 }).toEqual(labelsOf(2));
      const centers = await page.locator('figure').evaluate((figure) => {
        const picture = figure.querySelector('img')!.getBoundingClientRect();
        return [...figure.querySelectorAll('.face rect')].map((one) => {
          const { left, top, width, height } = one.getBoundingClientRect();
          const x = (left + width / 2 - picture.left) / picture.width;
          return [x, (top + height / 2 - picture.top) / picture.height];
        });
      });
      await keep('photo');
      for (const [i, [x, y]] of centers.sort(([a], [b]) => a! - b!).entries()) {
        expect(Math.abs(x! - FACE_CENTERS[i]![0])).toBeLessThan(0.05);
        expect(Math.abs(y! - FACE_CENTERS[i]![1])).toBeLessThan(0.15);
      }
    });

    it('tells of a file that is no picture, until there is one', async () => {
      await choose('broken.png');
      await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/picture/);
      await choose('faces.jpg');
      await expect.poll(labels).toHaveLength(2);
      expect(await page.getByRole('alert').isVisible()).toBe(false);
    });

    it('follows the faces of the camera, and stops it', async () => {
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.locator('figure video').waitFor();
      await expect.poll(labels, { timeout: 20_000 }).toEqual(labelsOf(3));
      const place = () => page.locator('.face rect').first().getAttribute('x');
      const before = await place();
      await expect.poll(place).not.toBe(before);
      await keep('camera');
      await page.getByRole('button', { name: 'Stop the camera' }).click();
      await expect.poll(labels).toEqual([]);
      expect(problems).toEqual([]);
    });
  });
}

const [WIDTH, HEIGHT, FACE] = [640, 400, 240];
const LEFTS = [50, 350];
const TOP = 80;
/** In parts of the photo. */
const FACE_CENTERS = LEFTS.map((left) => [(left + FACE / 2) / WIDTH, (TOP + FACE / 2) / HEIGHT] as const);

/** Two drawn faces before gray. */
async function writePhoto(path: string): Promise<void> {
  const faces = LEFTS.map((left, i) => {
    const { data, width, height, channels } = drawFace({ emotion: 'happy', seed: i + 3, size: FACE });
    return { input: Buffer.from(data), raw: { width, height, channels }, left, top: TOP };
  });
  const gray = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: 'gray' } });
  await gray.composite(faces).jpeg().toFile(path);
}
