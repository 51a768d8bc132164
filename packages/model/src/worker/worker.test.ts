import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ImageSource } from '@fer/core';
import { build } from 'esbuild';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRecognizer, type Recognizer, type RecognizerOptions } from '../recognize/create-recognizer.ts';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { createWorkerRecognizer } from './create-worker-recognizer.ts';
import { serveRecognizer } from './serve-recognizer.ts';

const OPTIONS: RecognizerOptions = {
  weights: randomWeights(tinyCnn),
  plugins: [tinyPlugin],
  runtime: 'cpu',
  detector: false,
  onWarning: false,
  minConfidence: 0.9,
};

/** A worker's script, as a bundler makes it of the sources. */
async function bundle(script: string): Promise<URL> {
  const file = join(folder, `${Math.random()}.mjs`);
  await build({
    stdin: { contents: script, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@fer/source'],
    external: ['sharp', '@fer/detector-blazeface'],
    logLevel: 'silent',
  });
  return pathToFileURL(file);
}

let folder: string;
let script: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-worker-'));
  script = await bundle(`
    import { serveRecognizer } from './serve-recognizer.ts';
    import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
    const weights = randomWeights(tinyCnn);
    serveRecognizer({ weights, plugins: [tinyPlugin], runtime: 'cpu', detector: false, onWarning: false, minConfidence: 0.9 });
  `);
});
afterAll(() => rm(folder, { recursive: true }));

const picture = (level: number) => ({ data: new Uint8Array(30).fill(level), width: 5, height: 6 });

describe('a recognizer in a thread', () => {
  let here: Recognizer;
  let fer: Recognizer;
  let worker: Worker;
  beforeEach(async () => {
    here = await createRecognizer(OPTIONS);
    fer = await createWorkerRecognizer(() => {
      worker = new Worker(script);
      return worker;
    });
  });
  afterEach(() => {
    here.dispose();
    fer.dispose();
  });

  it('is one as any other', async () => {
    const { labels, runtime, rejected } = here;
    expect(fer).toMatchObject({ labels, runtime, rejected });
    const png = await sharp(picture(9).data, { raw: { width: 5, height: 6, channels: 1 } })
      .png()
      .toBuffer();
    await writeFile(join(folder, 'photo.png'), png);
    const sources: ImageSource[] = [
      picture(3),
      { ...picture(3), data: new Float32Array(30).fill(200) },
      { ...picture(3), data: Buffer.from(new Uint8ClampedArray(120).fill(255)), channels: 4 },
      png,
      new Uint8Array(png).buffer,
      new Blob([new Uint8Array(png)]),
      join(folder, 'photo.png'),
      pathToFileURL(join(folder, 'photo.png')),
    ];
    for (const source of sources) expect(await fer.recognize(source)).toEqual(await here.recognize(source));
    expect((sources[0] as ReturnType<typeof picture>).data).toEqual(picture(3).data);
  });

  it('looks at many, and watches', async () => {
    const sources = [picture(1), '/no/such.png', picture(200)];
    const results = [];
    for await (const result of fer.recognizeMany(sources)) results.push(result);
    expect(results).toMatchObject([
      { index: 0, faces: await here.recognize(sources[0]!) },
      { index: 1, error: { code: 'FER_IMAGE_NOT_FOUND' } },
      { index: 2, faces: await here.recognize(sources[2]!) },
    ]);
    async function* camera() {
      yield picture(7);
    }
    const [face] = await here.recognize(picture(7));
    for await (const { faces } of fer.watch(camera())) expect(faces).toEqual([{ ...face, id: 1 }]);
  });

  it('passes errors on with code, message and details', async () => {
    for (const source of ['/no/such.png', { data: new Uint8Array(5), width: 2, height: 3 }, 7 as never]) {
      const expected = await here.recognize(source).catch((error) => error);
      const error = await fer.recognize(source).catch((error) => error);
      const { name, code, message, details } = expected;
      expect(error).toMatchObject({ name, code, message, details });
    }
    await expect(fer.recognize((() => {}) as never)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  });

  it('stops a call that is aborted, and no other', async () => {
    const controller = new AbortController();
    const aborted = fer.recognize(picture(1), { signal: controller.signal });
    const other = fer.recognize(picture(2));
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    expect(await other).toHaveLength(1);
  });

  it('ends with dispose, calls at work and calls that wait too', async () => {
    const calls = Array.from({ length: 20 }, (_, level) => fer.recognize(picture(level)));
    fer.dispose();
    fer.dispose();
    for (const call of [...calls, fer.recognize(picture(1))]) {
      await expect(call).rejects.toMatchObject({
        code: 'FER_DISPOSED',
        message: expect.stringContaining('createWorkerRecognizer'),
      });
    }
  });

  it('fails when its worker ends', async () => {
    const call = fer.recognize(picture(1));
    await worker.terminate();
    for (const failed of [call, fer.recognize(picture(1))]) {
      await failed.then(
        () => {},
        (error) => expect(error).toMatchObject({ code: 'FER_RUNTIME_FAILED' }),
      );
    }
    await expect(fer.recognize(picture(1))).rejects.toMatchObject({ code: 'FER_RUNTIME_FAILED' });
  });
});

describe('it is not made', () => {
  it('for options that the worker refuses', async () => {
    const refused = await bundle(`
      import { serveRecognizer } from './serve-recognizer.ts';
      serveRecognizer({ runtme: 'cpu' });
    `);
    await expect(createWorkerRecognizer(() => new Worker(refused))).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { option: 'runtme', suggestion: 'runtime' },
    });
  });

  it('by a script that is not there, does not serve, or is no script', async () => {
    const gone = pathToFileURL(join(folder, 'gone.mjs'));
    await expect(createWorkerRecognizer(() => new Worker(gone))).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      details: { reason: expect.stringContaining('gone.mjs') },
    });
    const ends = await bundle('export {};');
    await expect(createWorkerRecognizer(() => new Worker(ends))).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      details: { reason: 'it ended with exit code 0' },
    });
    await expect(createWorkerRecognizer('./fer-worker.js' as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
    });
  });

  it('when aborted while the worker starts, which ends it', async () => {
    let worker: Worker | undefined;
    const controller = new AbortController();
    const making = createWorkerRecognizer(
      () => {
        worker = new Worker(script);
        return worker;
      },
      { signal: controller.signal },
    );
    controller.abort(new Error('enough'));
    await expect(making).rejects.toThrow('enough');
    await new Promise((resolve) => worker!.once('exit', resolve));
  });
});

it('serves in workers only', () => {
  expect(() => serveRecognizer(OPTIONS)).toThrow(/outside of a worker/);
});
