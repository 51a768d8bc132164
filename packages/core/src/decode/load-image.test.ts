import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { RasterImage } from '../image.ts';
import type { ImageSource } from '../image-source.ts';
import { definePlugin } from '../plugin/define-plugin.ts';
import { createRegistry } from '../plugin/registry.ts';
import { builtinDecoders } from './builtin-decoders.ts';
import { loadImage } from './load-image.ts';

/** Two rows of three pixels, all different. */
const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 200, 210, 220]);
const raw = { width: 3, height: 2, channels: 3 } as const;
const image = { data: rgb, ...raw };

const folder = mkdtempSync(join(tmpdir(), 'fer-load-image-'));
const path = join(folder, 'a photo.png');
let png: Buffer;
let server: Server;
let origin: string;

beforeAll(async () => {
  png = await sharp(rgb, { raw }).png().toBuffer();
  writeFileSync(path, png);
  server = createServer((request, response) => {
    if (request.url === '/photo.png?key=secret') response.end(png);
    else if (request.url === '/never') return;
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const failureOf = (source: unknown, options?: Parameters<typeof loadImage>[1]): Promise<FerError> =>
  loadImage(source as ImageSource, options).then(
    () => {
      throw new Error('Expected a rejection');
    },
    (error: FerError) => error,
  );

describe('loadImage from a file', () => {
  it.each<[string, () => ImageSource]>([
    ['a path', () => path],
    ['a file URL', () => pathToFileURL(path)],
    ['a file URL as a string', () => pathToFileURL(path).href],
    ['an http URL', () => new URL('/photo.png?key=secret', origin)],
    ['an http URL as a string', () => `${origin}/photo.png?key=secret`],
    ['a data URL', () => `data:image/png;base64,${png.toString('base64')}`],
    ['a Buffer', () => png],
    [
      'a Uint8Array in the middle of a buffer',
      () => new Uint8Array([0, 0, ...png, 0]).subarray(2, png.length + 2),
    ],
    ['an ArrayBuffer', () => new Uint8Array(png).buffer],
    ['a Blob', () => new Blob([new Uint8Array(png)])],
    ['a File', () => new File([new Uint8Array(png)], 'photo.png')],
  ])('takes %s', async (_, source) => {
    const loaded = await loadImage(source());
    expect(loaded).toMatchObject(raw);
    expect([...loaded.data]).toEqual([...rgb]);
  });

  it('takes a path relative to the current folder', async () => {
    const failure = await failureOf('no/such/photo.jpg');
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toContain(`Looked at ${join(process.cwd(), 'no/such/photo.jpg')}`);
  });

  it.each<[string, () => unknown, string]>([
    ['a missing file', () => join(folder, 'none.png'), 'none.png does not exist.'],
    ['a missing file URL', () => pathToFileURL(join(folder, 'none.png')), 'none.png does not exist.'],
    ['a file as a folder', () => join(path, 'x.png'), 'does not exist'],
    ['a folder', () => folder, `The picture ${folder} is not a file.`],
    ['a name with a colon', () => 'photo:1.png', 'photo:1.png does not exist'],
    ['an empty path', () => '', 'does not exist'],
    ['a missing page', () => `${origin}/none.png`, '/none.png cannot be fetched: the server answered 404'],
    ['a dead server', () => 'http://127.0.0.1:1/x.png', 'cannot be fetched'],
  ])('FER_IMAGE_NOT_FOUND for %s', async (_, source, message) => {
    const failure = await failureOf(source());
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toContain(message);
  });

  it('stops when aborted, with the reason that was given', async () => {
    const reason = new Error('enough');
    await expect(loadImage(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const waiting = loadImage(`${origin}/never`, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(waiting).rejects.toBe(reason);
    const endless = new Promise<never>(() => {});
    for (const source of [path, png, { size: 1, type: '', arrayBuffer: () => endless } as unknown as Blob]) {
      const midway = new AbortController();
      const reading = loadImage(source, { signal: midway.signal });
      midway.abort(reason);
      await expect(reading).rejects.toBe(reason);
    }
  });
});

describe('loadImage from pixels', () => {
  it('passes a raster through, gray or RGB', async () => {
    const gray: RasterImage = { data: new Uint8Array(6), width: 3, height: 2, channels: 1 };
    expect((await loadImage(gray)).data).toBe(gray.data);
    expect((await loadImage(image)).data).toBe(rgb);
  });

  it('reads the canvas of a Node package by its own context', async () => {
    const data = new Uint8ClampedArray([1, 2, 3, 255]);
    const canvas = {
      width: 1,
      height: 1,
      getContext: () => ({ getImageData: () => ({ data, width: 1, height: 1 }) }),
    };
    expect(await loadImage(canvas)).toEqual({ data, width: 1, height: 1, channels: 4 });
  });

  it.each<[string, unknown, string]>([
    [
      'a video without a frame',
      { readyState: 1, videoWidth: 640, videoHeight: 480 },
      'no frame yet (readyState 1). Wait for its "loadeddata" event',
    ],
    ['a video without a size', { readyState: 4, videoWidth: 0, videoHeight: 0 }, 'no frame yet'],
    [
      'a closed frame',
      { displayWidth: 0, displayHeight: 0, close() {} },
      'The VideoFrame has no pixels: its size is 0×0',
    ],
    [
      'a frame outside a browser',
      { displayWidth: 2, displayHeight: 2, close() {} },
      'The VideoFrame cannot be drawn here: that takes a browser',
    ],
    [
      'a canvas that is too big',
      { width: 8192, height: 8193, getContext: () => ({}) },
      'The canvas has more than 67108864 pixels',
    ],
  ])('FER_IMAGE_INVALID for %s', async (_, source, message) => {
    const failure = await failureOf(source);
    expect(failure.code).toBe('FER_IMAGE_INVALID');
    expect(failure.message).toContain(message);
  });

  it('FER_IMAGE_DECODE for an <img> that did not load', async () => {
    const broken = { complete: true, naturalWidth: 0, naturalHeight: 0, currentSrc: 'http://x/y.png' };
    const failure = await failureOf(broken);
    expect(failure.code).toBe('FER_IMAGE_DECODE');
    expect(failure.message).toContain('http://x/y.png has not loaded');
  });

  it('does not wait for an <img> once aborted', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const endless = {
      complete: false,
      naturalWidth: 0,
      naturalHeight: 0,
      currentSrc: '',
      decode: () => new Promise<void>(() => {}),
    };
    const waiting = loadImage(endless, { signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [{}, 'a Object'],
    [[1, 2], 'a Array'],
  ])('FER_INVALID_ARGUMENT for %j', async (source, name) => {
    const failure = await failureOf(source);
    expect(failure.code).toBe('FER_INVALID_ARGUMENT');
    expect(failure.message).toContain(`but it is ${name}.`);
  });

  it.each<[string, () => unknown, string]>([
    ['an object whose members throw', () => new Proxy({}, { has: () => true }), 'must have'],
    ['a Blob that gives no bytes', () => ({ size: 1, arrayBuffer: async () => 1e9 }), 'but it is a Object'],
    [
      'a getter that throws',
      () => ({
        width: 1,
        height: 1,
        get data() {
          throw new Error('odd');
        },
      }),
      'cannot be read: odd',
    ],
    [
      'a buffer that is detached',
      () => {
        const buffer = new ArrayBuffer(8);
        structuredClone(buffer, { transfer: [buffer] });
        return buffer;
      },
      'detached',
    ],
  ])('throws no error but its own for %s', async (_, source, message) => {
    const failure = await failureOf(source());
    expect(failure.name).toBe('FerError');
    expect(failure.message).toContain(message);
  });

  it.each<[unknown, string]>([
    [{ maxPixel: 7 }, "there is no option 'maxPixel'. Did you mean 'maxPixels'?"],
    [{ maxPixels: 0 }, 'loadImage: `maxPixels` must be'],
    [{ allow: { files: 'no' } }, 'loadImage: `allow.files` must be true or false'],
    [{ signal: {} }, 'loadImage: `signal` must be an AbortSignal, but is an object'],
    [7, 'loadImage: the options must be an object, but are 7'],
  ])('FER_INVALID_ARGUMENT for the options %j', async (options, message) => {
    const failure = await failureOf(image, options as object);
    expect(failure.code).toBe('FER_INVALID_ARGUMENT');
    expect(failure.message).toContain(message);
  });

  it.each(['ftp://host/photo.png', 'http://'])('FER_INVALID_ARGUMENT for %s', async (source) => {
    expect((await failureOf(source)).code).toBe('FER_INVALID_ARGUMENT');
  });
});

describe('loadImage with decoders of a plugin', () => {
  const made: RasterImage = { data: new Uint8Array([7]), width: 1, height: 1, channels: 1 };
  const decoder = (changes: Partial<ImageDecoder> = {}): ImageDecoder => ({
    id: 'mine',
    apiVersion: 1,
    isSupported: async () => true,
    sniff: (bytes) => bytes[0] === 0x23,
    decode: async () => made,
    ...changes,
  });
  const with_ = (...decoders: ImageDecoder[]) => ({
    decoders: createRegistry([
      definePlugin({ name: 'mine', apiVersion: 1, contributes: { decoders } }),
      builtinDecoders,
    ]).decoders,
  });
  const mine = new Uint8Array([0x23, 1, 2]);

  it('asks the one that knows the bytes', async () => {
    expect(await loadImage(mine, with_(decoder()))).toBe(made);
    expect(await loadImage(png, with_(decoder()))).toMatchObject(raw);
  });

  it('goes on to the next where one does not work here', async () => {
    const idle = decoder({ id: 'idle', isSupported: async () => false });
    expect(await loadImage(mine, with_(idle, decoder()))).toBe(made);
  });

  it('FER_DECODER_MISSING with what each says when none works here', async () => {
    const idle = decoder({
      isSupported: async () => false,
      decode: async () => {
        throw new Error('Run: npm install mine');
      },
    });
    const failure = await failureOf(mine, with_(idle));
    expect(failure.code).toBe('FER_DECODER_MISSING');
    expect(failure.message).toContain('mine: Run: npm install mine');
    expect(failure.details.decoders).toEqual([{ id: 'mine', reason: 'Run: npm install mine' }]);
  });

  it('goes on to the next where one broke its contract, and tells of it', async () => {
    const fault = new FerError('FER_PLUGIN_FAILED', 'The image decoder "odd" failed.');
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const changes: Partial<ImageDecoder>[] = [
      {
        sniff: () => {
          throw fault;
        },
      },
      { isSupported: () => Promise.reject(fault) },
      { decode: () => Promise.reject(fault) },
    ];
    for (const change of changes) {
      const odd = decoder({ id: 'odd', ...change });
      expect(await loadImage(mine, { ...with_(odd, decoder()), onWarning })).toBe(made);
      expect(warnings.splice(0)).toEqual([fault.message]);
      expect((await failureOf(mine, with_(odd))).code).toBe('FER_PLUGIN_FAILED');
    }
  });

  it('is not waited for once aborted', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let given: unknown;
    const endless = decoder({
      decode: (_, options) => {
        given = options;
        controller.abort(reason);
        return new Promise<never>(() => {});
      },
    });
    const { signal } = controller;
    expect(await failureOf(mine, { ...with_(endless), signal, maxPixels: 5 })).toBe(reason);
    expect(given).toEqual({ signal, maxPixels: 5 });
  });

  it('wraps what it throws and checks what it gives', async () => {
    const throwing = decoder({
      decode: async () => {
        throw new TypeError('odd');
      },
    });
    const failure = await failureOf(mine, with_(throwing));
    expect(failure.code).toBe('FER_IMAGE_DECODE');
    expect(failure.message).toContain('(mine: odd)');
    expect(failure.cause).toBeInstanceOf(TypeError);

    const greedy = decoder({ decode: async () => ({ ...made, data: new Uint8Array(2), width: 2 }) });
    const tooMany = await failureOf(mine, { ...with_(greedy), maxPixels: 1 });
    expect(tooMany.code).toBe('FER_IMAGE_INVALID');
    expect(tooMany.message).toContain('it has more than 1 pixels');

    const lying = decoder({ decode: async () => ({ ...made, width: 2 }) });
    expect((await failureOf(mine, with_(lying))).message).toContain('What the decoder "mine" made of');
  });
});
