import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { type DecodedImage, type LoadImageOptions, loadImage, type RasterImage } from '../src/index.ts';

type Core = typeof import('../src/index.ts');
declare const fer: Core;
/** Of the page, see `PAGE_SCRIPT`. */
declare const show: (source: unknown, options?: LoadImageOptions) => Promise<Shown>;
declare const fail: (
  source: unknown,
  options?: LoadImageOptions,
) => Promise<{ code: string; message: string }>;

/** A `RasterImage` on its way out of the page. */
type Shown = Pick<DecodedImage, 'width' | 'height' | 'channels' | 'fullSize'> & { readonly data: number[] };

/** Runs in the page before the tests: what they share there. */
const PAGE_SCRIPT = `
  const show = async (source, options) => {
    const { data, ...rest } = await fer.loadImage(source, options);
    return { data: Array.from(data), ...rest };
  };
  const fail = (source, options) => fer.loadImage(source, options).then(
    () => ({ code: 'none', message: 'it did not fail' }),
    ({ code, message }) => ({ code, message }),
  );
`;

const WIDTH = 48;
const HEIGHT = 32;

/** Slow ramps in all channels: nothing that JPEG would blur, different at every turn. */
const ramps = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
  const x = Math.floor(i / 3) % WIDTH;
  const y = Math.floor(i / 3 / WIDTH);
  return [x * 5, y * 7, 255 - x * 2 - y * 3][i % 3]!;
});
const picture = () => sharp(ramps, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
const jpegTurned = (orientation: number) =>
  picture().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).withMetadata({ orientation }).toBuffer();

/** Ramps whose alpha falls from left to right. */
const transparentPng = () => {
  const rgba = Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => {
    const pixel = Math.floor(i / 4);
    return i % 4 === 3 ? 255 - (pixel % WIDTH) * 5 : ramps[pixel * 3 + (i % 4)]!;
  });
  return sharp(rgba, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .png()
    .toBuffer();
};

/** A PNG of some bytes whose header promises a gigapixel. */
const hugePng = () => {
  const bytes = Buffer.alloc(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, ...Buffer.from('IHDR')]);
  bytes.writeUInt32BE(32_768, 16);
  bytes.writeUInt32BE(32_768, 20);
  return bytes;
};

/** Largest difference of a colour, whatever the number of channels. */
function differenceOf(shown: Shown, expected: RasterImage): number {
  expect(shown).toMatchObject({ width: expected.width, height: expected.height });
  let largest = 0;
  for (let pixel = 0; pixel < expected.width * expected.height; pixel++) {
    for (let c = 0; c < 3; c++) {
      const difference =
        shown.data[pixel * shown.channels + c]! - expected.data[pixel * expected.channels + c]!;
      largest = Math.max(largest, Math.abs(difference));
    }
  }
  return largest;
}

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let server: Server;
  let port: number;
  let browser: Browser;
  let page: Page;
  let jpeg: Buffer;
  let upright: RasterImage;
  const png = transparentPng();

  beforeAll(async () => {
    jpeg = await jpegTurned(6);
    upright = await loadImage(jpeg);
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'fer',
      platform: 'browser',
      // `import.meta` has no meaning in a script, nor is it asked for in a browser.
      logOverride: { 'empty-import-meta': 'silent' },
    });
    const script = bundle.outputFiles[0]!.text + PAGE_SCRIPT;
    const files: Record<string, [contentType: string, body: string | Buffer]> = {
      '/album/': ['text/html', '<!doctype html><script src="/core.js"></script>'],
      '/core.js': ['text/javascript', script],
      '/album/photo.jpg': ['image/jpeg', jpeg],
    };
    server = createServer(({ url = '' }, response) => {
      const [contentType, body] = files[url] ?? ['text/html'];
      if (url === '/album/moved.jpg') response.writeHead(302, { location: 'photo.jpg' }).end();
      else response.writeHead(body === undefined ? 404 : 200, { 'content-type': contentType }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    port = (server.address() as AddressInfo).port;
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://localhost:${port}/album/`);
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a JPEG of orientation %d as Node does', async (orientation) => {
    const bytes = await jpegTurned(orientation);
    const shown = await page.evaluate((list) => show(new Blob([new Uint8Array(list)])), [...bytes]);
    expect(differenceOf(shown, await loadImage(bytes))).toBeLessThanOrEqual(3);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('makes a JPEG of orientation %d smaller', async (orientation) => {
    const bytes = await jpegTurned(orientation);
    const shown = await page.evaluate(
      (list) => show(new Blob([new Uint8Array(list)]), { minSide: 8 }),
      [...bytes],
    );
    // The width is asked for before anybody knows how the picture stands.
    const [width, height] = orientation < 5 ? [12, 8] : [12, 18];
    const [fullWidth, fullHeight] = orientation < 5 ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH];
    expect(shown).toMatchObject({ width, height, fullSize: { width: fullWidth, height: fullHeight } });
    const whole = await loadImage(bytes);
    for (const [x, y] of [
      [1, 1],
      [width! - 2, 1],
      [1, height! - 2],
      [width! - 2, height! - 2],
    ] as const) {
      const [fullX, fullY] = [((x + 0.5) / width!) * fullWidth!, ((y + 0.5) / height!) * fullHeight!];
      const full = (Math.floor(fullY) * whole.width + Math.floor(fullX)) * whole.channels;
      for (const channel of [0, 1, 2]) {
        const level = shown.data[(y * width! + x) * 4 + channel]!;
        expect(Math.abs(level - whole.data[full + channel]!)).toBeLessThanOrEqual(12);
      }
    }
  });

  it('lays alpha on white as Node does', async () => {
    const shown = await page.evaluate((list) => show(new Uint8Array(list)), [...(await png)]);
    expect(differenceOf(shown, await loadImage(await png))).toBeLessThanOrEqual(2);
    expect(shown.data.every((level, i) => i % 4 !== 3 || level === 255)).toBe(true);
  });

  it.each<[string, () => Promise<Shown>]>([
    ['a path, relative to the page', () => page.evaluate(() => show('photo.jpg'))],
    ['a path that is redirected', () => page.evaluate(() => show('moved.jpg'))],
    [
      'a path on a host that is allowed',
      () => page.evaluate(() => show('photo.jpg', { allow: { files: false, hosts: [location.host] } })),
    ],
    ['a URL', () => page.evaluate(() => show(new URL('/album/photo.jpg', location.href)))],
    [
      'a data URL',
      () => page.evaluate((data) => show(data), `data:image/jpeg;base64,${jpeg.toString('base64')}`),
    ],
    [
      'a blob URL',
      () => page.evaluate(async () => show(URL.createObjectURL(await (await fetch('photo.jpg')).blob()))),
    ],
    [
      'a File',
      () => page.evaluate(async () => show(new File([await (await fetch('photo.jpg')).blob()], 'a.jpg'))),
    ],
    ['an ArrayBuffer', () => page.evaluate(async () => show(await (await fetch('photo.jpg')).arrayBuffer()))],
    [
      'an <img> that is still loading',
      () => page.evaluate(() => show(Object.assign(new Image(), { src: 'photo.jpg' }))),
    ],
    [
      'an ImageBitmap',
      () => page.evaluate(async () => show(await createImageBitmap(await (await fetch('photo.jpg')).blob()))),
    ],
    [
      'a <canvas>',
      () =>
        page.evaluate(async () => {
          const bitmap = await createImageBitmap(await (await fetch('photo.jpg')).blob());
          const canvas = document.createElement('canvas');
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
          canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
          return show(canvas);
        }),
    ],
    [
      'an OffscreenCanvas',
      () =>
        page.evaluate(async () => {
          const bitmap = await createImageBitmap(await (await fetch('photo.jpg')).blob());
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
          return show(canvas);
        }),
    ],
    [
      'ImageData',
      () =>
        page.evaluate(async () => {
          const { data, width, height } = await fer.loadImage('photo.jpg');
          return show(new ImageData(new Uint8ClampedArray(data), width, height));
        }),
    ],
    [
      'a VideoFrame',
      () =>
        page.evaluate(async () => {
          const bitmap = await createImageBitmap(await (await fetch('photo.jpg')).blob());
          const frame = new VideoFrame(bitmap, { timestamp: 0 });
          try {
            return await show(frame);
          } finally {
            frame.close();
          }
        }),
    ],
    [
      'a worker',
      () =>
        page.evaluate(() => {
          const code = `importScripts('${location.origin}/core.js');
            show('${location.origin}/album/photo.jpg').then(postMessage);`;
          const worker = new Worker(URL.createObjectURL(new Blob([code])));
          return new Promise<Shown>((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
          });
        }),
    ],
  ])('sees the same in %s', async (_, shown) => {
    expect(differenceOf(await shown(), upright)).toBeLessThanOrEqual(3);
  });

  it('sees the current frame of a <video>', async () => {
    const shown = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
      const context = canvas.getContext('2d')!;
      const video = Object.assign(document.createElement('video'), {
        muted: true,
        srcObject: canvas.captureStream(30),
      });
      const hasFrame = new Promise((resolve) =>
        video.addEventListener('loadeddata', resolve, { once: true }),
      );
      context.fillStyle = '#c80000';
      context.fillRect(0, 0, 64, 48);
      await Promise.all([video.play(), hasFrame]);
      return show(video);
    });
    expect(shown).toMatchObject({ width: 64, height: 48, channels: 4 });
    expect(shown.data[0]).toBeGreaterThan(180);
    expect(shown.data[1]).toBeLessThan(30);
  });

  it('reuses its canvas without traces of what was there', async () => {
    const [first, second] = await page.evaluate(async () => {
      const clear = new OffscreenCanvas(8, 8);
      clear.getContext('2d');
      const black = new OffscreenCanvas(8, 8);
      black.getContext('2d')!.fillRect(0, 0, 8, 8);
      return [await show(black), await show(clear)];
    });
    expect(first!.data[0]).toBe(0);
    expect(second!.data.every((level) => level === 255)).toBe(true);
  });

  it.each<[string, () => Promise<{ code: string; message: string }>, string, string]>([
    [
      'a JPEG that is cut short',
      () => page.evaluate((list) => fail(new Uint8Array(list)), [...jpeg.subarray(0, jpeg.length / 2)]),
      'FER_IMAGE_DECODE',
      '(browser:',
    ],
    [
      'text',
      () => page.evaluate(() => fail(new Blob(['hello']))),
      'FER_IMAGE_DECODE',
      'is not a picture file of a known kind',
    ],
    [
      'a missing file',
      () => page.evaluate(() => fail('none.jpg')),
      'FER_IMAGE_NOT_FOUND',
      'the server answered 404',
    ],
    [
      'a file URL',
      () => page.evaluate(() => fail('file:///photo.jpg')),
      'FER_IMAGE_NOT_FOUND',
      'a browser opens no files by address',
    ],
    [
      'a picture of too many pixels',
      () => page.evaluate((list) => fail(new Uint8Array(list)), [...hugePng()]),
      'FER_IMAGE_INVALID',
      'it has more than 67108864 pixels',
    ],
    [
      'a picture of more pixels than are wanted',
      () => page.evaluate(() => fail('photo.jpg', { maxPixels: 48 * 32 - 1 })),
      'FER_IMAGE_INVALID',
      'photo.jpg was not decoded: it has more than 1535 pixels',
    ],
    [
      'a <canvas> of more pixels than are wanted',
      () => page.evaluate(() => fail(new OffscreenCanvas(4, 4), { maxPixels: 15 })),
      'FER_IMAGE_INVALID',
      'The canvas has more than 15 pixels',
    ],
    [
      'a host that is not allowed',
      () => page.evaluate(() => fail('photo.jpg', { allow: { hosts: ['example.com'] } })),
      'FER_INVALID_ARGUMENT',
      'but the hosts that are allowed (`allow.hosts`) are example.com',
    ],
    [
      'a redirect where hosts are given',
      () => page.evaluate(() => fail('moved.jpg', { allow: { hosts: ['localhost'] } })),
      'FER_INVALID_ARGUMENT',
      'a browser does not say where to',
    ],
    [
      'a <video> without a frame',
      () => page.evaluate(() => fail(document.createElement('video'))),
      'FER_IMAGE_INVALID',
      'loadeddata',
    ],
    [
      'a broken <img>',
      () => page.evaluate(() => fail(Object.assign(new Image(), { src: 'none.jpg' }))),
      'FER_IMAGE_DECODE',
      'none.jpg has not loaded',
    ],
    [
      'an empty <canvas>',
      () => page.evaluate(() => fail(new OffscreenCanvas(0, 0))),
      'FER_IMAGE_INVALID',
      'its size is 0×0',
    ],
    [
      'a closed ImageBitmap',
      () =>
        page.evaluate(async () => {
          const bitmap = await createImageBitmap(new ImageData(2, 2));
          bitmap.close();
          return fail(bitmap);
        }),
      'FER_IMAGE_INVALID',
      'do not close it before',
    ],
    [
      'an <img> of another origin',
      () =>
        page.evaluate(async () => {
          const image = Object.assign(new Image(), {
            src: location.href.replace('localhost', '127.0.0.1').concat('photo.jpg'),
          });
          await image.decode();
          return fail(image);
        }),
      'FER_IMAGE_INVALID',
      'crossorigin="anonymous"',
    ],
  ])('says what is wrong with %s', async (_, failure, code, message) => {
    const received = await failure();
    expect(received.code).toBe(code);
    expect(received.message).toContain(message);
  });
});
