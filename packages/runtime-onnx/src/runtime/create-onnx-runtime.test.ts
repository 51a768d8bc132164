import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runtimeContract, TINY_MODEL, tinyPixels, tinyProbabilities } from '@fer/core/test';
import { layerContract } from '@fer/graph/test';
import { describe, expect, it, vi } from 'vitest';
import { createOnnxRuntime, MAX_DEFAULT_THREADS } from './create-onnx-runtime.ts';
import { MAX_IMAGES_PER_RUN } from './load-network.ts';

const runtime = createOnnxRuntime();

describe('onnx', () => {
  for (const { name, run } of runtimeContract(runtime, { tolerance: 1e-6 })) it(name, run);
  for (const { name, run } of layerContract(createOnnxRuntime({ threads: 1 }))) it(name, run);

  it('runs large batches in parts and keeps their order', async () => {
    const network = await runtime.load(TINY_MODEL);
    const batch = 2 * MAX_IMAGES_PER_RUN + 1;
    const pixels = tinyPixels(batch, 3);
    const expected = tinyProbabilities(pixels);
    const predicting = network.predict(pixels, batch);
    pixels.fill(0);
    const received = await predicting;
    network.dispose();
    expect(received).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 5);
  });

  it('finishes what it computes when it is disposed of, and starts nothing more', async () => {
    const network = await runtime.load(TINY_MODEL);
    const small = network.predict(tinyPixels(1, 1), 1);
    const large = network.predict(tinyPixels(MAX_IMAGES_PER_RUN + 1, 1), MAX_IMAGES_PER_RUN + 1);
    network.dispose();
    expect((await small)[0]).toBeCloseTo(tinyProbabilities(tinyPixels(1, 1))[0]!, 5);
    await expect(large).rejects.toMatchObject({ code: 'FER_DISPOSED' });
  });

  it('refuses a network without one of its weights', async () => {
    const tensors = new Map(TINY_MODEL.tensors);
    tensors.delete('conv1/bias');
    await expect(runtime.load({ ...TINY_MODEL, tensors })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv1/bias' },
    });
  });

  it('is silent, also the first time', async () => {
    const script = fileURLToPath(new URL('./__fixtures__/predict-once.ts', import.meta.url));
    const args = ['--conditions=@fer/source', '--import', 'tsx', script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeCloseTo(1, 5);
  });
});

/** Stands in for onnxruntime-node and remembers what it is told. */
function createLibrary() {
  const release = vi.fn(async () => {});
  const run = vi.fn(async (): Promise<{ probabilities: { data: Float32Array } }> => {
    throw new Error('no memory left');
  });
  const create = vi.fn(async (_file: Uint8Array, _options: object) => ({
    outputNames: ['probabilities'],
    run,
    release,
  }));
  const library = { env: { logLevel: 'warning' }, InferenceSession: { create }, Tensor: class {} };
  return { library, create, run, release };
}

describe('with another library', () => {
  it('tells it the number of threads', async () => {
    const { library, create } = createLibrary();
    const lib = async () => ({ default: library });
    await createOnnxRuntime({ lib, threads: 3 }).load(TINY_MODEL);
    await createOnnxRuntime({ lib }).load(TINY_MODEL);
    const [chosen, usual] = create.mock.calls.map(([, options]) => options as { intraOpNumThreads: number });
    expect(chosen!.intraOpNumThreads).toBe(3);
    expect(usual!.intraOpNumThreads).toBeGreaterThanOrEqual(1);
    expect(usual!.intraOpNumThreads).toBeLessThanOrEqual(MAX_DEFAULT_THREADS);
  });

  it('releases the session once, after the last run', async () => {
    const { library, run, release } = createLibrary();
    let finish = () => {};
    run.mockImplementation(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({ probabilities: { data: new Float32Array(4) } });
        }),
    );
    const network = await createOnnxRuntime({ lib: async () => library }).load(TINY_MODEL);
    const predicting = network.predict(tinyPixels(1, 1), 1);
    network.dispose();
    network.dispose();
    expect(release).not.toHaveBeenCalled();
    finish();
    await predicting;
    expect(release).toHaveBeenCalledOnce();
  });

  it('wraps its errors', async () => {
    const { library, create } = createLibrary();
    const fails = createOnnxRuntime({ lib: async () => library });
    const network = await fails.load(TINY_MODEL);
    await expect(network.predict(tinyPixels(2, 1), 2)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: 'onnxruntime failed on a batch of 2: no memory left',
    });
    create.mockRejectedValueOnce(new Error('bad file'));
    await expect(fails.load(TINY_MODEL)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: 'onnxruntime could not load the network: bad file',
    });
  });

  it('keeps a log level that someone chose', async () => {
    const { library } = createLibrary();
    const lib = async () => library;
    await createOnnxRuntime({ lib }).init();
    expect(library.env.logLevel).toBe('error');
    library.env.logLevel = 'verbose';
    await createOnnxRuntime({ lib }).init();
    expect(library.env.logLevel).toBe('verbose');
  });
});

it.each([0, 1.5, -1, Number.NaN])('refuses %d threads', (threads) => {
  expect(() => createOnnxRuntime({ threads })).toThrow(
    expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(String(threads)),
    }),
  );
});
