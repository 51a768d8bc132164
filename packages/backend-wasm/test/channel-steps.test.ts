import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import { globalPool } from '../src/steps/global-pool.ts';
import { scaleShift } from '../src/steps/scale-shift.ts';
import { largestDifference } from './largest-difference.ts';
import { relativeError } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { scalarActivations } from './scalar-activation.ts';
import { createStepMemory } from './step-memory.ts';

describe.each([1, 2, 3, 4, 5, 7, 8, 12, 63, 64, 65, 200])('%i channels', (channels) => {
  it.each(scalarActivations)('are centred, scaled, shifted; %s', async (name, activation, apply) => {
    for (const rows of [1, 7, Math.ceil(40_000 / channels)]) {
      const memory = await createStepMemory();
      const size = rows * channels;
      const x = randomFloats(size, 1);
      const numbers = [2, 3, 4, 5].map((seed) => randomFloats(channels, seed).map((value) => value * 3));
      const [center, scale, shift, alphas] = numbers as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const at = {
        x: memory.put(x),
        center: memory.put(center),
        scale: memory.put(scale),
        shift: memory.put(shift),
        alphas: activation === Activation.prelu ? memory.put(alphas) : 0,
        y: memory.room(size),
      };
      memory.runReversed(scaleShift(at, rows, channels, activation, 0.3));
      memory.assertFences();
      const y = memory.floats(at.y, size);
      const expected = x.map((value, index) => {
        const channel = index % channels;
        const alpha = activation === Activation.prelu ? alphas[channel]! : 0.3;
        return apply((value - center[channel]!) * scale[channel]! + shift[channel]!, alpha);
      });
      const error = relativeError({ shape: [size], data: y }, { shape: [size], data: expected });
      // Far below 0 a gelu is the small difference of 1 and nearly 1.
      expect(name.startsWith('gelu') ? Math.min(error, largestDifference(y, expected)) : error).toBeLessThan(
        1e-6,
      );
    }
  });

  it('are pooled over images', async () => {
    for (const [batch, pixels] of [
      [1, 1],
      [3, 5],
      [70, 36],
    ] as const) {
      const memory = await createStepMemory();
      const x = randomFloats(batch * pixels * channels, 6);
      const at = { x: memory.put(x), y: memory.room(batch * channels) };
      const columns = Array.from({ length: batch * channels }, (_, index) => {
        const image = Math.floor(index / channels) * pixels;
        return Array.from(
          { length: pixels },
          (_, pixel) => x[(image + pixel) * channels + (index % channels)]!,
        );
      });
      memory.runReversed(globalPool('max', at, batch, pixels, channels));
      expect([...memory.floats(at.y, batch * channels)]).toEqual(
        columns.map((column) => Math.max(...column)),
      );
      memory.runReversed(globalPool('average', at, batch, pixels, channels));
      memory.assertFences();
      for (const [index, mean] of memory.floats(at.y, batch * channels).entries()) {
        expect(mean).toBeCloseTo(columns[index]!.reduce((sum, value) => sum + value, 0) / pixels, 6);
      }
    }
  });
});

it('scale in place', async () => {
  const memory = await createStepMemory();
  const x = memory.put([1, 2, 3, 4, 5, 6]);
  const at = { x, center: 0, scale: memory.put([2, -1]), shift: memory.put([0, 10]), alphas: 0, y: x };
  memory.run(scaleShift(at, 3, 2, Activation.none));
  expect([...memory.floats(x, 6)]).toEqual([2, 8, 6, 6, 10, 4]);
});
