import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawFace } from '@fer/dataset';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { serveFolder } from '../../../tests/support/static-server.ts';
import type { RecognizedFace, WatchedFrame } from '../src/index.ts';

const pathOf = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

const SCRIPTS = {
  'fer-worker.js': `
    import { serveRecognizer } from ${pathOf('../src/worker/index.ts')};
    serveRecognizer();
  `,
  'watching-worker.js': `
    import { createRecognizer } from ${pathOf('../src/index.ts')};
    onmessage = async ({ data: frames }) => {
      const fer = await createRecognizer();
      for await (const frame of fer.watch(frames)) postMessage(frame);
      postMessage('end');
    };
  `,
  'main.js': `
    import { createRecognizer } from ${pathOf('../src/index.ts')};
    import { createWorkerRecognizer } from ${pathOf('../src/worker/index.ts')};
    const startWorker = () => new Worker(new URL('./fer-worker.js', import.meta.url), { type: 'module' });
    const startWatchingWorker = () => new Worker(new URL('./watching-worker.js', import.meta.url), { type: 'module' });

    /** A camera that sees a canvas. */
    function openCamera() {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
      const context = canvas.getContext('2d');
      let shade = 0;
      setInterval(() => {
        context.fillStyle = 'rgb(' + [shade, shade, shade++ % 256] + ')';
        context.fillRect(0, 0, 64, 48);
      }, 20);
      return canvas.captureStream();
    }

    /** The first three frames of a camera, and how it ends when the page stops it. */
    globalThis.watch = async (kind, where) => {
      const fer = await (where === 'page' ? createRecognizer() : createWorkerRecognizer(startWorker));
      const stream = openCamera();
      const seen = [];
      for await (const frame of fer.watch(kind === 'stream' ? stream : stream.getVideoTracks()[0])) {
        seen.push(frame);
        if (seen.length === 3) for (const track of stream.getTracks()) track.stop();
      }
      fer.dispose();
      return seen;
    };

    /** The same of a worker that watches by itself what is handed to it. */
    globalThis.watchInWorker = () => new Promise((resolve, reject) => {
      const [track] = openCamera().getVideoTracks();
      const { readable } = new MediaStreamTrackProcessor({ track });
      const worker = startWatchingWorker();
      const seen = [];
      worker.onerror = reject;
      worker.onmessage = ({ data }) => {
        if (data === 'end') return resolve(seen);
        seen.push(data);
        if (seen.length === 3) track.stop();
      };
      worker.postMessage(readable, [readable]);
    });

    /** Recognises a photo as files come to a page, and tells what of the page's own was used for it. */
    globalThis.recognize = async (where) => {
      const fer = await (where === 'page' ? createRecognizer() : createWorkerRecognizer(startWorker));
      const file = new File([await (await fetch('photo.jpg')).blob()], 'photo.jpg');
      const bytes = new Uint8Array(await file.arrayBuffer());
      const used = new Set();
      for (const [name, owner] of [
        ['createImageBitmap', globalThis],
        ['fetch', globalThis],
        ['arrayBuffer', Blob.prototype],
        ['getImageData', CanvasRenderingContext2D.prototype],
        ['getImageData', OffscreenCanvasRenderingContext2D.prototype],
      ]) {
        const own = owner[name];
        owner[name] = function (...args) {
          used.add(name);
          return own.apply(this, args);
        };
      }
      const sources = [file, new Blob([file]), 'photo.jpg', new URL('photo.jpg', location.href), bytes, bytes.buffer];
      const answers = [];
      for (const source of sources) answers.push(await fer.recognize(source));
      fer.dispose();
      return { answers, used: [...used].sort() };
    };
  `,
};

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fer-model-browser-'));
    for (const [name, script] of Object.entries(SCRIPTS)) await writeFile(join(folder, name), script);
    const html =
      '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./main.js"></script>';
    await writeFile(join(folder, 'index.html'), html);
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      resolve: { conditions: ['@fer/source', 'module', 'browser', 'import', 'default'] },
      worker: { format: 'es' },
    });
    const { data, width, height, channels } = drawFace({ emotion: 'happy', seed: 0, size: 600 });
    await sharp(data, { raw: { width, height, channels } }).jpeg().toFile(join(folder, 'dist/photo.jpg'));
    server = await serveFolder(join(folder, 'dist'), false);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    problems = [];
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => problems.push(message.text()));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.recognize');
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  /** Frames of the canvas, in order, with one face: the square in the middle. */
  function expectFrames(frames: readonly WatchedFrame[]): void {
    expect(frames.length).toBeGreaterThanOrEqual(3);
    for (const [i, { timestamp, faces }] of frames.entries()) {
      expect(faces).toMatchObject([{ id: 1, box: { x: 8, y: 0, width: 48, height: 48 } }]);
      if (i > 0) expect(timestamp).toBeGreaterThan(frames[i - 1]!.timestamp);
    }
  }

  it.each([
    ['stream', 'page'],
    ['track', 'page'],
    ['stream', 'worker'],
    ['track', 'worker'],
  ])('watches the %s of a camera until it stops, with a recognizer in a %s', async (kind, where) => {
    expectFrames(await page.evaluate(`watch('${kind}', '${where}')`));
  });

  it('watches frames that are handed to a worker', async () => {
    expectFrames(await page.evaluate('watchInWorker()'));
  });

  it('reads and decodes files and addresses in the worker, and nothing of them on the page', async () => {
    type Recognized = { answers: RecognizedFace[][]; used: string[] };
    const onPage: Recognized = await page.evaluate(`recognize('page')`);
    expect(onPage.used).toEqual(['arrayBuffer', 'createImageBitmap', 'fetch', 'getImageData']);
    await page.reload();
    await page.waitForFunction('globalThis.recognize');
    const inWorker: Recognized = await page.evaluate(`recognize('worker')`);
    expect(inWorker.used).toEqual([]);
    expect(inWorker.answers).toEqual(onPage.answers);
    expect(inWorker.answers).toMatchObject(inWorker.answers.map(() => [{ emotion: 'happy' }]));
  });
});
