import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preprocessFace } from '@fer/core';
import { detectorContract } from '@fer/core/test';
import { drawFace } from '@fer/dataset';
import { createRecognizer, loadModel } from '@fer/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlugin, plugin } from './index.ts';

const ASSETS = fileURLToPath(new URL('../assets/', import.meta.url));

/** A drawn face of 120 pixels in the middle of a gray picture. */
function pictureOf(width: number, height: number, ...corners: { x: number; y: number }[]) {
  const face = drawFace({ emotion: 'happy', seed: 5, size: 120 });
  const data = new Uint8Array(width * height).fill(120);
  for (const { x, y } of corners) {
    for (let row = 0; row < 120; row++) {
      data.set(face.data.subarray(row * 120, (row + 1) * 120), (y + row) * width + x);
    }
  }
  return { data, width, height, channels: 1 } as const;
}

describe('blazeface', () => {
  let fer: Awaited<ReturnType<typeof createRecognizer>>;
  beforeAll(async () => {
    fer = await createRecognizer({ plugins: [plugin] });
  });
  afterAll(() => fer.dispose());

  it('finds a face, its eyes, nose and mouth where they are, in wide pictures and in high ones', async () => {
    for (const [width, height, x, y] of [
      [480, 320, 40, 160],
      [320, 480, 160, 40],
    ] as const) {
      const faces = await fer.recognize(pictureOf(width, height, { x, y }));
      expect(faces).toHaveLength(1);
      const { box, points, faceConfidence } = faces[0]!;
      expect(faceConfidence).toBeGreaterThan(0.5);
      expect(Math.abs(box.x + box.width / 2 - (x + 60))).toBeLessThan(12);
      const { rightEye, leftEye, nose, mouth, rightEar, leftEar } = points!;
      expect(rightEar!.x).toBeLessThan(rightEye.x);
      expect(rightEye.x).toBeLessThan(nose!.x);
      expect(nose!.x).toBeLessThan(leftEye.x);
      expect(leftEye.x).toBeLessThan(leftEar!.x);
      expect(rightEye.y).toBeLessThan(nose!.y);
      expect(nose!.y).toBeLessThan(mouth!.y);
    }
  });

  it('finds nothing where nothing is', async () => {
    expect(await fer.recognize(pictureOf(300, 200))).toEqual([]);
    expect(await fer.recognize(pictureOf(1, 1))).toEqual([]);
    expect(await fer.recognize(pictureOf(3000, 2))).toEqual([]);
  });

  it('gives the most confident first, and as many as are asked for', async () => {
    const picture = pictureOf(480, 360, { x: 20, y: 20 }, { x: 300, y: 200 });
    const faces = await fer.recognize(picture);
    expect(faces).toHaveLength(2);
    expect(faces[0]!.faceConfidence).toBeGreaterThanOrEqual(faces[1]!.faceConfidence!);
    const one = await createRecognizer({ plugins: [createPlugin({ maxFaces: 1 })] });
    expect(await one.recognize(picture)).toEqual(faces.slice(0, 1));
    one.dispose();
    const strict = await createRecognizer({ plugins: [createPlugin({ minConfidence: 0.999 })] });
    expect(await strict.recognize(picture)).toEqual([]);
    strict.dispose();
  });

  it('runs on every runtime of the recognizer alike', async () => {
    const slow = await createRecognizer({ plugins: [plugin], runtime: 'cpu' });
    for (const picture of [pictureOf(200, 200, { x: 40, y: 40 }), pictureOf(320, 180, { x: 150, y: 20 })]) {
      const [expected] = await fer.recognize(picture);
      const [face] = await slow.recognize(picture);
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(face!.box[side]).toBeCloseTo(expected!.box[side], 2);
      }
    }
    slow.dispose();
  });
});

describe('keeps the contract of detectors', async () => {
  const detector = await plugin.contributes.detectors[0].create({
    loadNetwork: async (weights, { inputSize } = {}) => (await loadModel({ weights, inputSize })).network,
    preprocess: preprocessFace,
  });
  afterAll(() => detector.dispose?.());
  const image = pictureOf(480, 360, { x: 20, y: 20 }, { x: 300, y: 200 });
  for (const { name, run } of detectorContract(detector, { image, faces: 2 })) it(name, run);
});

it('is what a recognizer takes where it is installed, unless told otherwise', async () => {
  const picture = pictureOf(200, 200);
  const found = await createRecognizer();
  expect(await found.recognize(picture)).toEqual([]);
  found.dispose();
  const whole = await createRecognizer({ detector: false });
  expect(await whole.recognize(picture)).toHaveLength(1);
  whole.dispose();
});

it('takes its network from elsewhere, and says how where it is missing', async () => {
  const asked: string[] = [];
  const assets = (name: string) => {
    asked.push(name);
    return readFileSync(ASSETS + name);
  };
  const fer = await createRecognizer({ plugins: [createPlugin({ assets })] });
  // The network is loaded for each of these shapes.
  for (const [width, height] of [
    [200, 200],
    [320, 180],
    [180, 320],
  ] as const) {
    expect(await fer.recognize(pictureOf(width, height, { x: 40, y: 40 }))).toHaveLength(1);
  }
  expect(asked).toEqual(['blazeface-manifest.bin', 'blazeface-weights-1.bin']);
  fer.dispose();
  const nowhere = createRecognizer({ plugins: [createPlugin({ assets: `${ASSETS}nowhere` })] });
  await expect(nowhere).rejects.toMatchObject({
    code: 'FER_WEIGHTS_NOT_FOUND',
    message: expect.stringMatching(/'blazeface' of @fer\/detector-blazeface .*createPlugin/),
  });
});

it.each([
  { minConfidence: -0.1 },
  { minConfidence: '0.5' },
  { minConfidence: Number.NaN },
  { maxFaces: 0 },
  { maxFaces: 1.5 },
  { maxFaces: null },
  { confidence: 0.5 },
])('refuses %j', (options) => {
  const [option] = Object.keys(options);
  expect(() => createPlugin(options as never)).toThrow(
    expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining(option!) }),
  );
});
