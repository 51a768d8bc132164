import { expect, it } from 'vitest';
import type { InputSpec, RasterImage } from '../index.ts';
import { preprocessFace } from './preprocess-face.ts';
import type { RegionResizer } from './resize-region.ts';
import { turnSource } from './turn.ts';

const SPEC: InputSpec = { width: 24, height: 24, channels: 1, resize: 'bilinear-antialias', range: [0, 255] };

/** Smooth, so that what resampling does to edges does not count: a wave across and another down, about a centre. */
function wave(u: number, v: number): number {
  return 128 + 60 * Math.sin(u * 5) + 50 * Math.cos(v * 3 + u);
}

/** A picture in which the wave lies about (cx, cy), `side` pixels long, turned clockwise by `angle`. */
function turnedWave(size: number, cx: number, cy: number, side: number, angle: number): RasterImage {
  const data = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy];
      const u = (dx * Math.cos(angle) + dy * Math.sin(angle)) / side;
      const v = (-dx * Math.sin(angle) + dy * Math.cos(angle)) / side;
      data[y * size + x] = Math.round(wave(u, v));
    }
  }
  return { data, width: size, height: size, channels: 1 };
}

it.each([
  [0.3, 80],
  [-0.35, 80],
  [1.2, 31],
  [Math.PI / 2, 60],
  [-3, 120],
])('stands a region upright that is turned by %f and %f pixels long', (angle, side) => {
  const [cx, cy] = [110.5, 97.25];
  const image = turnedWave(220, cx, cy, side, angle);
  const region = { x: cx - side / 2, y: cy - side / 2, width: side, height: side, angle };
  const received = preprocessFace(image, SPEC, region);
  let worst = 0;
  for (let y = 0; y < 24; y++) {
    for (let x = 0; x < 24; x++) {
      const expected = wave((x + 0.5) / 24 - 0.5, (y + 0.5) / 24 - 0.5);
      worst = Math.max(worst, Math.abs(received[y * 24 + x]! - expected));
    }
  }
  expect(worst).toBeLessThan(2);
});

it('gives for an angle of 0 what it gives without one, bit for bit, and for a tiny one nearly', () => {
  const image = turnedWave(90, 40, 50, 50, 0.1);
  const box = { x: 12.3, y: 20.7, width: 55.5, height: 51 };
  const plain = preprocessFace(image, SPEC, box);
  expect(preprocessFace(image, SPEC, { ...box, angle: 0 })).toEqual(plain);
  const tiny = preprocessFace(image, SPEC, { ...box, angle: 1e-9 });
  for (const [i, level] of plain.entries()) expect(Math.abs(tiny[i]! - level)).toBeLessThan(2);
});

it('repeats the edge beyond it, and keeps colours apart', () => {
  const data = new Uint8Array(10 * 10 * 3);
  for (let i = 0; i < 100; i++) data.set([10, 100, 200], i * 3);
  const received = preprocessFace(
    { data, width: 10, height: 10, channels: 3 },
    { ...SPEC, channels: 3, width: 5, height: 7 },
    { x: -4, y: 3, width: 12, height: 14, angle: 0.7 },
  );
  expect(received).toHaveLength(5 * 7 * 3);
  for (const [i, level] of received.entries()) expect(level).toBeCloseTo([10, 100, 200][i % 3]!, 3);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, '1'])('refuses an angle of %s', (angle) => {
  const image = turnedWave(10, 5, 5, 8, 0);
  expect(() =>
    preprocessFace(image, SPEC, { x: 1, y: 1, width: 5, height: 5, angle: angle as number }),
  ).toThrow(
    expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining('angle') }),
  );
});

it.each([
  [160.1, 10],
  [10, 160.1],
  [16_000, 1e-300],
  [0.9, 16_000],
])('refuses a turned region of %f by %f pixels before it takes memory', (width, height) => {
  const image = turnedWave(10, 5, 5, 8, 0);
  const region = { x: 1, y: 1, width, height };
  const taken: number[] = [];
  const resize = (...[, channels, , size]: Parameters<RegionResizer>) => {
    taken.push(size.width * size.height);
    return new Float32Array(channels * size.width * size.height);
  };
  expect(() => preprocessFace(image, SPEC, { ...region, angle: 0.7 }, resize)).toThrow(
    expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(`width ${width}, height ${height}`),
    }),
  );
  expect(taken).toEqual([]);
  preprocessFace(image, SPEC, { ...region, height: Math.max(height, 1) });
});

it('asks for at most 40 times as many pixels as the image has', () => {
  for (let angle = 0; angle < 3.2; angle += 0.05) {
    for (const [width, height] of [
      [1, 16],
      [16, 1],
      [1e-3, 1e-3],
    ] as const) {
      const source = turnSource({ x: 0, y: 0, width, height, angle }, SPEC);
      expect(source.width * source.height).toBeLessThanOrEqual(40 * SPEC.width * SPEC.height);
    }
  }
});
