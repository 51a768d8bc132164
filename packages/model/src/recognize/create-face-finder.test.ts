import type { FaceDetector, FaceDetectorFactory, RasterImage } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { createFaceFinder } from './create-face-finder.ts';

const image: RasterImage = { data: new Uint8Array(60 * 40), width: 60, height: 40, channels: 1 };
const input = { width: 48, height: 48, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;

describe('createFaceFinder', () => {
  it('takes the square in the middle where there is no detector', async () => {
    const finder = await createFaceFinder({ detector: false });
    expect(finder.detector).toBeUndefined();
    expect(await finder.find(image)).toEqual([{ x: 10, y: 0, width: 40, height: 40 }]);
    expect(finder.neededSide(input)).toBe(6 * 48);
  });

  it('gives the regions of a detector, or squares that are level, and its needs', async () => {
    const eyes = { rightEye: { x: 10, y: 10 }, leftEye: { x: 20, y: 20 } };
    const box = { x: 0, y: 10, width: 10, height: 20 };
    const region = { x: 1, y: 2, width: 3, height: 3, angle: 1 };
    const detector: FaceDetector = {
      id: 'mine',
      apiVersion: 1,
      minSide: 700,
      detect: async () => [
        { box, confidence: 0.9, points: eyes },
        { box, confidence: 0.8, region },
      ],
    };
    const finder = await createFaceFinder({ detector });
    expect(finder.detector).toBe('mine');
    expect(finder.neededSide(input)).toBe(700);
    expect(await finder.find(image)).toEqual([
      { x: -5, y: 10, width: 20, height: 20, angle: Math.PI / 4 },
      region,
    ]);
  });

  it('starts a factory, ends it once, and is of no use then', async () => {
    let disposals = 0;
    const factory: FaceDetectorFactory = {
      id: 'made',
      apiVersion: 1,
      create: async (host) => ({
        id: 'made',
        apiVersion: 1,
        detect: async (seen) => {
          const pixels = host.preprocess(seen, { ...input, width: 1, height: 1 });
          return [{ box: { x: pixels[0]!, y: 0, width: 1, height: 1 }, confidence: 1 }];
        },
        dispose: () => void disposals++,
      }),
    };
    const finder = await createFaceFinder({ detector: factory });
    const white = { ...image, data: new Uint8Array(60 * 40).fill(255) };
    expect(await finder.find(white)).toMatchObject([{ x: 1 }]);
    finder.dispose();
    finder.dispose();
    expect(disposals).toBe(1);
    await expect(finder.find(white)).rejects.toMatchObject({ code: 'FER_DISPOSED' });
  });

  it.each<[string, object, string]>([
    ['an option that there is not', { weights: 'fer-net' }, 'FER_INVALID_ARGUMENT'],
    ['true for a detector', { detector: true }, 'FER_INVALID_ARGUMENT'],
    ['a detector that there is not', { detector: 'nobody' }, 'FER_UNKNOWN_ID'],
  ])('refuses %s', async (_, options, code) => {
    await expect(createFaceFinder(options)).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining('createRecognizer'),
    });
  });

  it('ends with the reason of its signals', async () => {
    const signal = AbortSignal.abort('enough');
    await expect(createFaceFinder({ signal })).rejects.toBe('enough');
    const finder = await createFaceFinder({ detector: false });
    await expect(finder.find(image, { signal })).rejects.toBe('enough');
  });
});
