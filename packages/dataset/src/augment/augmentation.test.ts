import { type Augmentation, createRandom, FerError, type Random } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { createAugmentation } from './augmentation.ts';
import { flip } from './flip.ts';
import { standardAugmentation } from './presets.ts';
import { rotate } from './rotate.ts';
import { shift } from './shift.ts';
import type { PixelTransform } from './transform.ts';
import { zoom } from './zoom.ts';

const width = 9;
const height = 6;
const source = Uint8Array.from({ length: width * height }, (_, i) => (i * 37) % 256);

/** A source of chance whose numbers are known. */
function scripted(...values: number[]): Random {
  const next = () => values.shift() ?? 0.5;
  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    integer: (bound) => Math.floor(next() * bound),
    normal: () => 0,
  };
}

function applied(augmentation: Augmentation, random: Random): Float32Array {
  const target = new Float32Array(width * height).fill(-1);
  augmentation.apply(source, target, width, height, random);
  return target;
}

function pixels(at: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)));
}

const edge = (x: number, y: number) =>
  source[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]!;

describe('exact copies', () => {
  it('nothing at all', () => {
    expect(applied(createAugmentation([]), scripted())).toEqual(pixels(edge));
  });

  it('a flip, and no flip', () => {
    const augmentation = createAugmentation([flip()]);
    expect(applied(augmentation, scripted(0.49))).toEqual(pixels((x, y) => edge(width - 1 - x, y)));
    expect(applied(augmentation, scripted(0.5))).toEqual(pixels(edge));
  });

  it('a shift of 3 right and 2 up, with both fills', () => {
    const chance = () => scripted(6.5 / 7, 1.5 / 7);
    expect(applied(createAugmentation([shift({ maxPx: 3 })]), chance())).toEqual(
      pixels((x, y) => edge(x - 3, y + 2)),
    );
    expect(applied(createAugmentation([shift({ maxPx: 3 })], { fill: 7 }), chance())).toEqual(
      pixels((x, y) => (x >= 3 && y + 2 < height ? edge(x - 3, y + 2) : 7)),
    );
  });

  it('a flip and a shift, in the order given', () => {
    const flipped = (x: number, y: number) => edge(width - 1 - x, y);
    expect(applied(createAugmentation([flip(), shift()]), scripted(0, 5.5 / 9, 4.5 / 9))).toEqual(
      pixels((x, y) => flipped(x - 1, y)),
    );
    expect(applied(createAugmentation([shift(), flip()]), scripted(5.5 / 9, 4.5 / 9, 0))).toEqual(
      pixels((x, y) => edge(width - 1 - x - 1, y)),
    );
  });
});

describe('what is drawn', () => {
  const many = Array.from({ length: 4000 }, (_, image) => createRandom(1, image));

  it('half of the images are flipped', () => {
    const flipped = many.filter((random) => flip().draw(random)[0] === -1).length;
    // Five standard deviations: √(4000 / 4) = 32.
    expect(Math.abs(flipped - 2000)).toBeLessThan(160);
    expect(flip({ probability: 0 }).draw(createRandom(1))).toEqual([1, 0, 0, 0, 1, 0]);
  });

  it('shifts cover -maxPx to maxPx evenly, x and y independently', () => {
    const pairs = many.map((random) => shift({ maxPx: 1 }).draw(random)).map((map) => `${map[2]},${map[5]}`);
    const distinct = [...new Set(pairs)];
    expect(distinct).toHaveLength(9);
    const counts = distinct.map((pair) => pairs.filter((one) => one === pair).length);
    for (const count of counts) expect(Math.abs(count - 4000 / 9)).toBeLessThan(100);
  });

  it('rotations keep lengths and stay within the angle', () => {
    const angles = many.map((random) => {
      const [a, b, , d, e] = rotate({ maxDegrees: 30 }).draw(random);
      expect(a * e - b * d).toBeCloseTo(1, 12);
      return (Math.atan2(b, a) * 180) / Math.PI;
    });
    expect(Math.max(...angles)).toBeLessThanOrEqual(30);
    expect(Math.max(...angles)).toBeGreaterThan(29.5);
    expect(Math.min(...angles)).toBeLessThan(-29.5);
  });

  it('zooms stay within the range and keep proportions', () => {
    const factors = many.map((random) => {
      const [a, b, , d, e] = zoom({ range: 0.25 }).draw(random);
      expect([b, d, e]).toEqual([0, 0, a]);
      return 1 / a;
    });
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.25);
    expect(Math.max(...factors)).toBeGreaterThan(1.24);
    expect(Math.min(...factors)).toBeLessThan(0.76);
  });
});

it('does pixel transforms after the geometric ones, on the moved image', () => {
  const seen: Float32Array[] = [];
  const look: PixelTransform = {
    kind: 'pixel',
    record: { name: 'look' },
    apply: (image) => void seen.push(image.slice()),
  };
  applied(createAugmentation([look, flip({ probability: 1 })]), scripted(0));
  expect(seen).toEqual([pixels((x, y) => edge(width - 1 - x, y))]);
});

it('gives the same image for the same chance, also after images of another size', () => {
  const augmentation = standardAugmentation();
  const once = applied(augmentation, createRandom(4));
  augmentation.apply(new Uint8Array(4), new Float32Array(4), 2, 2, createRandom(5));
  expect(applied(augmentation, createRandom(4))).toEqual(once);
  expect(applied(standardAugmentation(), createRandom(4))).toEqual(once);
  expect(applied(augmentation, createRandom(6))).not.toEqual(once);
});

it('keeps a constant image constant with the default fill', () => {
  const target = new Float32Array(48 * 48);
  for (let image = 0; image < 20; image++) {
    standardAugmentation().apply(new Uint8Array(48 * 48).fill(90), target, 48, 48, createRandom(2, image));
    for (const value of target) expect(value).toBeCloseTo(90, 4);
  }
});

it('describes itself as JSON', () => {
  expect(
    createAugmentation([flip(), rotate({ maxDegrees: 5 }), zoom(), shift()], { fill: 0 }).record,
  ).toEqual({
    fill: 0,
    transforms: [
      { name: 'flip', probability: 0.5 },
      { name: 'rotate', maxDegrees: 5 },
      { name: 'zoom', range: 0.1 },
      { name: 'shift', maxPx: 4 },
    ],
  });
});

it.each([
  ['flip probability', () => flip({ probability: 1.5 }), 1.5],
  ['shift', () => shift({ maxPx: -1 }), -1],
  ['rotate', () => rotate({ maxDegrees: 181 }), 181],
  ['zoom', () => zoom({ range: 0.6 }), 0.6],
  ['a number that is none', () => zoom({ range: Number.NaN }), Number.NaN],
])('refuses %s out of range', (_, make, value) => {
  expect(make).toThrow(FerError);
  expect(make).toThrow(`is ${value}.`);
});

it('refuses a fill that is no gray level', () => {
  expect(() => createAugmentation([], { fill: 256 })).toThrow(
    "must be 'edge' or a gray level from 0 to 255, but is 256",
  );
});
