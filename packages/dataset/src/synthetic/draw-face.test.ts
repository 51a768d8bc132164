import { EMOTIONS, type Emotion, FerError } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { drawFace, FACE_SIZE } from './draw-face.ts';

/** Mean gray level of a part of a picture, given in parts of its width and height. */
function meanOf(
  emotion: Emotion,
  seed: number,
  [left, top, right, bottom]: readonly number[],
  size = 96,
): number {
  const { data } = drawFace({ emotion, seed, size });
  let sum = 0;
  let count = 0;
  for (let y = Math.round(top! * size); y < Math.round(bottom! * size); y++) {
    for (let x = Math.round(left! * size); x < Math.round(right! * size); x++) {
      sum += data[y * size + x]!;
      count++;
    }
  }
  return sum / count;
}

it('is a gray picture of the size asked for, 48 by default', () => {
  expect(drawFace({ emotion: 'happy', seed: 1 })).toMatchObject({ width: 48, height: 48, channels: 1 });
  const { data, width } = drawFace({ emotion: 'happy', seed: 1, size: 65 });
  expect([data.length, width]).toEqual([65 * 65, 65]);
  expect(FACE_SIZE).toBe(48);
});

it('is the same for the same seed, another one otherwise', () => {
  for (const emotion of EMOTIONS) {
    expect(drawFace({ emotion, seed: 5 })).toEqual(drawFace({ emotion, seed: 5 }));
    expect(drawFace({ emotion, seed: 5 }).data).not.toEqual(drawFace({ emotion, seed: 6 }).data);
  }
});

it('shows the same person and place with every emotion', () => {
  // The upper corners are background and hair, which no expression moves.
  const corner = [0, 0, 0.2, 0.15];
  for (const seed of [1, 2, 3]) {
    for (const emotion of EMOTIONS) {
      expect(Math.abs(meanOf(emotion, seed, corner) - meanOf('neutral', seed, corner))).toBeLessThan(2);
      if (emotion !== 'neutral') {
        expect(drawFace({ emotion, seed }).data).not.toEqual(drawFace({ emotion: 'neutral', seed }).data);
      }
    }
  }
});

it('is the same picture at another size, but for its grain', () => {
  for (let seed = 0; seed < 10; seed++) {
    for (const part of [
      [0, 0, 0.5, 0.5],
      [0.5, 0, 1, 0.5],
      [0.25, 0.5, 0.75, 1],
    ]) {
      const small = meanOf('surprise', seed, part, 48);
      const large = meanOf('surprise', seed, part, 192);
      expect(Math.abs(small - large)).toBeLessThan(1.5);
    }
  }
});

it('opens the mouth of a surprised face: darker than at rest', () => {
  const mouth = [0.4, 0.72, 0.6, 0.88];
  const differences = Array.from(
    { length: 40 },
    (_, seed) => meanOf('neutral', seed, mouth) - meanOf('surprise', seed, mouth),
  );
  expect(differences.filter((difference) => difference > 0).length).toBeGreaterThan(35);
});

it('uses the range of gray levels without getting lost at its ends', () => {
  const faces = Array.from({ length: 70 }, (_, seed) => {
    const { data } = drawFace({ emotion: EMOTIONS[seed % 7]!, seed });
    return Array.from(data);
  });
  const levels = faces.flat();
  const clipped = levels.filter((level) => level === 0 || level === 255).length;
  expect(clipped / levels.length).toBeLessThan(0.1);
  const means = faces.map((data) => data.reduce((sum, level) => sum + level, 0) / data.length);
  expect(Math.min(...means)).toBeLessThan(90);
  expect(Math.max(...means)).toBeGreaterThan(140);
});

describe('refuses', () => {
  it.each([
    [
      { emotion: 'contempt' as Emotion, seed: 1 },
      "must be one of angry, disgust, fear, happy, sad, surprise, neutral, but is 'contempt'",
    ],
    [{ emotion: 'happy' as Emotion, seed: 0.5 }, '`seed` must be a whole number, but is 0.5'],
    [
      { emotion: 'happy' as Emotion, seed: 1, size: 15 },
      '`size` must be a whole number from 16 to 1024, but is 15',
    ],
  ])('%j', (options, message) => {
    expect(() => drawFace(options)).toThrow(FerError);
    expect(() => drawFace(options)).toThrow(message);
  });
});
