import { createRandom } from '@fer/core';
import { expect, it } from 'vitest';
import type { Affine } from './affine.ts';
import { type Fill, resample, resampleScratchLength } from './resample.ts';

function resampled(source: Uint8Array, width: number, height: number, map: Affine, fill: Fill): Float32Array {
  const target = new Float32Array(width * height).fill(-1);
  const scratch = new Float32Array(resampleScratchLength(width, height)).fill(Number.NaN);
  resample(source, target, width, height, map, fill, scratch);
  return target;
}

/** The definition of bilinear sampling, one tap at a time. */
function sampled(
  source: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  fill: Fill,
): number {
  let sum = 0;
  for (const tapY of [Math.floor(y), Math.floor(y) + 1]) {
    for (const tapX of [Math.floor(x), Math.floor(x) + 1]) {
      const weight = Math.max(0, 1 - Math.abs(x - tapX)) * Math.max(0, 1 - Math.abs(y - tapY));
      const inside = tapX >= 0 && tapX < width && tapY >= 0 && tapY < height;
      const column = Math.min(width - 1, Math.max(0, tapX));
      const row = Math.min(height - 1, Math.max(0, tapY));
      sum += weight * (inside || fill === 'edge' ? source[row * width + column]! : fill);
    }
  }
  return sum;
}

const sizes = [
  [48, 48],
  [9, 7],
  [2, 5],
  [1, 1],
] as const;

it.each(sizes)('agrees with single samples at %i×%i, whatever the map and the fill', (width, height) => {
  const random = createRandom(1, width, height);
  const source = Uint8Array.from({ length: width * height }, () => random.integer(256));
  for (const fill of ['edge', 0, 40.5] as const) {
    for (let trial = 0; trial < 20; trial++) {
      const draw = () => random.uniform(-1.5, 1.5);
      const map: Affine = [draw(), draw(), draw() * width, draw(), draw(), draw() * height];
      const actual = resampled(source, width, height, map, fill);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const fromX = x - (width - 1) / 2;
          const fromY = y - (height - 1) / 2;
          const sourceX = map[0] * fromX + map[1] * fromY + map[2] + (width - 1) / 2;
          const sourceY = map[3] * fromX + map[4] * fromY + map[5] + (height - 1) / 2;
          expect(actual[y * width + x]).toBeCloseTo(
            sampled(source, width, height, sourceX, sourceY, fill),
            3,
          );
        }
      }
    }
  }
});

it('agrees with Pillow', () => {
  // Pillow 13, mode F, Image.transform AFFINE BILINEAR about the middle, 20 degrees, 1.25 times; its inner pixels.
  const pillow = [
    [177.5884, 129.0231, 176.1713, 176.3315, 130.8337],
    [126.6537, 105.3736, 58.0, 101.9521, 119.8106],
    [92.8112, 187.3371, 190.2501, 139.6803, 184.8241],
  ];
  const source = Uint8Array.from({ length: 63 }, (_, i) => (37 * i * i + 11 * i) % 256);
  const cosine = Math.cos(Math.PI / 9) / 1.25;
  const sine = Math.sin(Math.PI / 9) / 1.25;
  const actual = resampled(source, 9, 7, [cosine, sine, 0, -sine, cosine, 0], 'edge');
  pillow.forEach((row, y) => {
    row.forEach((value, x) => {
      expect(actual[(y + 2) * 9 + x + 2]).toBeCloseTo(value, 3);
    });
  });
});
