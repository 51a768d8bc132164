import { type Box, createRandom, EMOTIONS, type FaceDetector, preprocessFace, type Random } from '@fer/core';
import { drawFace } from '@fer/dataset';
import { loadModel } from '@fer/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plugin } from '../src/index.ts';

const SCENES = 500;
const [WIDTH, HEIGHT] = [450, 300];
/** Cells of a scene; each holds one face at most. */
const CELL = 150;
const CELLS = 6;

/** Where `drawFace` has brow, chin and temples, in parts of its picture. */
const DRAWN_FACE = { x: 0.1, y: 0.26, width: 0.8, height: 0.8 };

let detector: FaceDetector;
beforeAll(async () => {
  detector = await plugin.contributes.detectors[0].create({
    loadNetwork: async (weights, { inputSize } = {}) => (await loadModel({ weights, inputSize })).network,
    preprocess: preprocessFace,
  });
});
afterAll(() => detector.dispose?.());

/** No to five faces of nobody before boxes of gray. */
function drawScene(seed: number) {
  const random = createRandom(seed);
  const data = new Uint8Array(WIDTH * HEIGHT).fill(random.uniform(40, 210));
  for (let i = 0; i < 12; i++) drawBox(data, random);
  const cells = Array.from({ length: CELLS }, (_, cell) => ({ cell, key: random.next() }));
  const taken = cells.sort((a, b) => a.key - b.key).slice(0, random.integer(6));
  const faces = taken.map(({ cell }, i) => {
    const size = 80 + random.integer(CELL - 80);
    const x = (cell % 3) * CELL + random.integer(CELL - size);
    const y = Math.floor(cell / 3) * CELL + random.integer(CELL - size);
    const drawn = drawFace({ emotion: EMOTIONS[random.integer(7)]!, seed: seed * 10 + i, size });
    for (let row = 0; row < size; row++) {
      data.set(drawn.data.subarray(row * size, (row + 1) * size), (y + row) * WIDTH + x);
    }
    const { width, height } = DRAWN_FACE;
    const box = { width: width * size, height: height * size };
    return { x: x + DRAWN_FACE.x * size, y: y + DRAWN_FACE.y * size, ...box };
  });
  return { image: { data, width: WIDTH, height: HEIGHT, channels: 1 } as const, faces };
}

function drawBox(data: Uint8Array, random: Random): void {
  const [left, top] = [random.integer(WIDTH), random.integer(HEIGHT)];
  const [right, bottom] = [left + 20 + random.integer(120), top + 20 + random.integer(120)];
  const level = random.uniform(20, 235);
  for (let y = top; y < Math.min(bottom, HEIGHT); y++) {
    data.fill(level, y * WIDTH + left, y * WIDTH + Math.min(right, WIDTH));
  }
}

/** What two boxes share of what they cover together. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(width, 0) * Math.max(height, 0);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

it(`finds the faces of ${SCENES} drawn scenes where they are, and no others to speak of`, {
  timeout: 600_000,
}, async () => {
  let [drawn, hit, others] = [0, 0, 0];
  for (let seed = 1; seed <= SCENES; seed++) {
    const { image, faces } = drawScene(seed);
    const found = await detector.detect(image);
    const isHit = faces.map((face) => found.some(({ box }) => overlap(box, face) >= 0.5));
    drawn += faces.length;
    hit += isHit.filter(Boolean).length;
    others += found.filter(({ box }) => faces.every((face) => overlap(box, face) < 0.5)).length;
  }
  expect(drawn).toBeGreaterThan(2 * SCENES);
  // Measured: 0.996, and none.
  expect(hit / drawn).toBeGreaterThanOrEqual(0.99);
  expect(others / drawn).toBeLessThanOrEqual(0.01);
});
