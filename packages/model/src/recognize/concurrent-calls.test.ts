import { availableCores, createRandom, type FaceDetector, type RasterImage } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { ferNet } from '../architectures/fer-net.ts';
import { randomWeights } from '../weights/__fixtures__/tiny-weights.ts';
import { createRecognizer } from './create-recognizer.ts';

const options = { weights: randomWeights(ferNet), runtime: 'wasm' };

function noise(seed: number): RasterImage {
  const random = createRandom(seed);
  const data = Uint8Array.from({ length: 48 * 48 }, () => random.integer(256));
  return { data, width: 48, height: 48, channels: 1 };
}

/** Finds as many faces as the first pixel says, and notes how many pictures it is shown at once. */
function countingDetector(): FaceDetector & { most: number } {
  let shown = 0;
  const detector: FaceDetector & { most: number } = {
    id: 'counting',
    apiVersion: 1,
    most: 0,
    async detect({ data }: RasterImage) {
      detector.most = Math.max(detector.most, ++shown);
      await new Promise((resolve) => setTimeout(resolve, 1));
      shown--;
      const box = { x: 0, y: 0, width: 40, height: 40 };
      return Array.from({ length: data[0]! % 4 }, (_, i) => ({ box: { ...box, x: i }, confidence: 1 }));
    },
  };
  return detector;
}

describe('many calls at once', () => {
  it.each([undefined, false] as const)('give the bits of calls in turn (detector: %s)', async (off) => {
    const fer = await createRecognizer({ ...options, detector: off ?? countingDetector() });
    const pictures = Array.from({ length: 50 }, (_, seed) => noise(seed));
    const together = await Promise.all(pictures.map((picture) => fer.recognize(picture)));
    for (const [i, picture] of pictures.entries()) expect(together[i]).toEqual(await fer.recognize(picture));
    fer.dispose();
  });

  it('hold few pictures at a time', async () => {
    const detector = countingDetector();
    const fer = await createRecognizer({ ...options, detector });
    await Promise.all(Array.from({ length: 30 }, (_, seed) => fer.recognize(noise(seed))));
    expect(detector.most).toBe(availableCores() + 1);
    fer.dispose();
  });

  it('fail alone, whether they are bad, aborted or no signals', async () => {
    const fer = await createRecognizer(options);
    const controller = new AbortController();
    const calls = Array.from({ length: 20 }, (_, seed) =>
      fer.recognize(seed === 3 ? { data: new Uint8Array(5), width: 2, height: 3 } : noise(seed), {
        signal: seed === 15 ? controller.signal : seed === 17 ? (7 as never) : undefined,
      }),
    );
    controller.abort(new Error('enough'));
    const results = await Promise.allSettled(calls);
    const failures = results.flatMap((result, i) =>
      result.status === 'rejected' ? [[i, result.reason]] : [],
    );
    expect(failures).toMatchObject([
      [3, { code: 'FER_IMAGE_INVALID' }],
      [15, { message: 'enough' }],
      [17, { code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining('recognize: `signal`') }],
    ]);
    fer.dispose();
  });

  it('end with dispose, those that wait too', async () => {
    const fer = await createRecognizer(options);
    const calls = Array.from({ length: 20 }, (_, seed) => fer.recognize(noise(seed)));
    fer.dispose();
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'FER_DISPOSED' } });
    }
  });
});
