import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bitsOf, tinyOptions } from './__fixtures__/tiny-training.ts';
import { train } from './train.ts';

describe('train', () => {
  it('learns', async () => {
    const { history, best } = await train(tinyOptions({ epochs: 12, architectureOptions: { dropout: 0 } }));
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss * 0.8);
    expect(best.validation!.accuracy).toBeGreaterThan(0.8);
  });

  it('comes to the same bits twice, and to others with another seed', async () => {
    const [first, second, other] = [
      await train(tinyOptions()),
      await train(tinyOptions()),
      await train(tinyOptions({ seed: 6 })),
    ];
    expect(bitsOf(second.final.tensors)).toBe(bitsOf(first.final.tensors));
    expect(second.history).toEqual(first.history);
    expect(bitsOf(other.final.tensors)).not.toBe(bitsOf(first.final.tensors));
  });

  it('leaves no tensor behind and does not grow from step to step', async () => {
    await train(tinyOptions({ epochs: 1 }));
    const before = memory().numTensors;
    const during: number[] = [];
    await train(
      tinyOptions({ onProgress: (event) => event.type === 'step' && during.push(memory().numTensors) }),
    );
    expect(new Set(during).size).toBe(1);
    expect(memory().numTensors).toBe(before);
  });
});
