import { type Augmentation, createRandom } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { type PresetOptions, standardAugmentation, strongAugmentation } from './presets.ts';

/** What each transform of an augmentation was made with, by its name. */
function strengths({ record }: Augmentation): Record<string, unknown> {
  const transforms = record.transforms as { name: string }[];
  return Object.fromEntries(transforms.map(({ name, ...options }) => [name, options]));
}

describe('standardAugmentation', () => {
  it('mirrors and moves', () => {
    expect(standardAugmentation().record).toEqual({
      fill: 'edge',
      transforms: [
        { name: 'flip', probability: 0.5 },
        { name: 'shift', maxPx: 4 },
      ],
    });
  });

  it('takes on what it is asked to', () => {
    expect(strengths(standardAugmentation({ rotate: 8, contrast: 0.1 }))).toEqual({
      flip: { probability: 0.5 },
      rotate: { maxDegrees: 8 },
      shift: { maxPx: 4 },
      brightnessContrast: { brightness: 0, contrast: 0.1 },
    });
  });
});

describe('strongAugmentation', () => {
  it('also turns, zooms, lights and covers, each picture once resampled', () => {
    expect(strongAugmentation().record).toEqual({
      fill: 'edge',
      transforms: [
        { name: 'flip', probability: 0.5 },
        { name: 'rotate', maxDegrees: 15 },
        { name: 'zoom', range: 0.15 },
        { name: 'shift', maxPx: 4 },
        { name: 'brightnessContrast', brightness: 0.2, contrast: 0.3 },
        { name: 'erasing', probability: 0.5, area: [0.02, 0.2], aspect: [0.3, 1 / 0.3], fill: 'gray' },
      ],
    });
  });

  it('scales all strengths but the flip, and none that is given', () => {
    expect(strengths(strongAugmentation({ strength: 0.5, zoom: 0.15, erase: 0.25 }))).toMatchObject({
      flip: { probability: 0.5 },
      rotate: { maxDegrees: 7.5 },
      zoom: { range: 0.15 },
      shift: { maxPx: 2 },
      brightnessContrast: { brightness: 0.1, contrast: 0.15 },
      erasing: { probability: 0.25 },
    });
    // 2.8 pixels are nearer to 3 than to 2.
    expect(strengths(strongAugmentation({ strength: 0.7 })).shift).toEqual({ maxPx: 3 });
  });

  it('leaves out what has no strength', () => {
    expect(strengths(strongAugmentation({ strength: 0 }))).toEqual({ flip: { probability: 0.5 } });
    expect(strengths(strongAugmentation({ strength: 0, flip: 0, erase: 1 }))).toEqual({
      erasing: expect.objectContaining({ probability: 1 }),
    });
  });

  it('stays within gray levels at twice the strength', () => {
    const source = Uint8Array.from({ length: 48 * 48 }, (_, i) => (i * 37) % 256);
    const target = new Float32Array(48 * 48);
    for (let image = 0; image < 100; image++) {
      strongAugmentation({ strength: 2 }).apply(source, target, 48, 48, createRandom(2, image));
      expect(target.every((value) => value >= 0 && value <= 255)).toBe(true);
    }
  });

  it.each([
    [{ strength: 2.1 }, 'strongAugmentation: `strength` must be a number from 0 to 2, but is 2.1.'],
    [{ rotate: 200 }, 'rotate: `maxDegrees` must be a number from 0 to 180, but is 200.'],
    [{ erase: -1 }, 'erasing: `probability` must be a number from 0 to 1, but is -1.'],
    [{ rotation: 5 }, "strongAugmentation: there is no option 'rotation'. Did you mean 'rotate'?"],
  ])('refuses %j', (options, message) => {
    expect(() => strongAugmentation(options as PresetOptions)).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining(message) }),
    );
  });
});
