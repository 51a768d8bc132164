import { createRandom, FerError } from '@fer/core';
import { expect, it } from 'vitest';
import { erasing } from './erasing.ts';

const width = 48;
const height = 40;

function erased(options: Parameters<typeof erasing>[0], image: number) {
  const pixels = new Float32Array(width * height).fill(-1);
  erasing(options).apply(pixels, width, height, createRandom(8, image));
  const columns = new Set<number>();
  const rows = new Set<number>();
  const changed: number[] = [];
  pixels.forEach((value, i) => {
    if (value === -1) return;
    changed.push(value);
    columns.add(i % width);
    rows.add(Math.floor(i / width));
  });
  return { changed, wide: columns.size, tall: rows.size };
}

it('covers one rectangle of the area and aspect asked for', () => {
  for (let image = 0; image < 300; image++) {
    const { changed, wide, tall } = erased({ probability: 1, area: [0.05, 0.2], aspect: [0.5, 2] }, image);
    expect(changed.length).toBe(wide * tall);
    // Sides are rounded to whole pixels, so both limits give by half a pixel a side.
    expect((wide + 0.5) * (tall + 0.5)).toBeGreaterThanOrEqual(0.05 * width * height);
    expect((wide - 0.5) * (tall - 0.5)).toBeLessThanOrEqual(0.2 * width * height);
    expect((tall + 0.5) / (wide - 0.5)).toBeGreaterThanOrEqual(0.5);
    expect((tall - 0.5) / (wide + 0.5)).toBeLessThanOrEqual(2);
  }
});

it('covers as often as asked', () => {
  const covered = Array.from({ length: 2000 }, (_, image) => erased({ probability: 0.3 }, image));
  const count = covered.filter(({ changed }) => changed.length > 0).length;
  // Five standard deviations: √(2000 · 0.3 · 0.7) = 20.5.
  expect(Math.abs(count - 600)).toBeLessThan(103);
});

it('fills with noise over all gray levels, or with the level given', () => {
  const noise = Array.from({ length: 50 }, (_, image) => erased({ probability: 1 }, image).changed).flat();
  expect(new Set(noise).size).toBe(256);
  expect(new Set(erased({ probability: 1, fill: 17 }, 1).changed)).toEqual(new Set([17]));
});

it('fills with one level, another one each time', () => {
  const levels = Array.from({ length: 600 }, (_, image) => {
    const level = new Set(erased({ probability: 1, fill: 'gray' }, image).changed);
    expect(level.size).toBe(1);
    return [...level][0]!;
  });
  expect(Math.min(...levels)).toBeLessThan(5);
  expect(Math.max(...levels)).toBeGreaterThan(250);
  expect(new Set(levels).size).toBeGreaterThan(200);
});

it('leaves an image whole when no rectangle fits', () => {
  expect(erased({ probability: 1, area: [1, 1], aspect: [4, 4] }, 1).changed).toEqual([]);
});

it('refuses options out of range', () => {
  expect(() => erasing({ area: [0.3, 0.2] })).toThrow(FerError);
  expect(() => erasing({ area: [0.3, 0.2] })).toThrow(
    '`area[1]` must be a number from 0.3 to 1, but is 0.2.',
  );
  expect(() => erasing({ fill: 300 })).toThrow('`fill` must be a number from 0 to 255, but is 300.');
});
