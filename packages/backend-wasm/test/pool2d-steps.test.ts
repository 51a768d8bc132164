import { describe, expect, it } from 'vitest';
import type { ConvGeometry } from '../src/conv-geometry.ts';
import type { Step } from '../src/engine/step.ts';
import { averagePool2D, maxPool2D, type Pool2DAddresses } from '../src/steps/pool2d.ts';
import { relativeError } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { scalarAveragePool, scalarMaxPool } from './scalar-pool.ts';
import { createStepMemory } from './step-memory.ts';
import { nameOfCase, windowCases } from './window-cases.ts';
import { geometryOfCase, inputSize, outputSize } from './window-geometry.ts';

type Pool = (at: Pool2DAddresses, geometry: ConvGeometry) => Step;

async function pooled(pool: Pool, g: ConvGeometry, x: Float32Array, mode: 'run' | 'runReversed' = 'run') {
  const memory = await createStepMemory();
  const at = { x: memory.put(x), y: memory.room(outputSize(g)) };
  memory[mode](pool(at, g));
  memory.assertFences();
  return memory.floats(at.y, outputSize(g)).slice();
}

describe.each(windowCases.map((one) => [nameOfCase(one), geometryOfCase(one)] as const))('%s', (_, g) => {
  const x = randomFloats(inputSize(g), 1);

  it('gives the largest values', async () => {
    expect(await pooled(maxPool2D, g, x)).toEqual(scalarMaxPool(g, x));
  });

  it('gives the means', async () => {
    const shape = [outputSize(g)];
    const y = { shape, data: await pooled(averagePool2D, g, x) };
    expect(relativeError(y, { shape, data: scalarAveragePool(g, x) })).toBeLessThan(1e-6);
  });

  it('takes its chunks in any order', async () => {
    expect(await pooled(maxPool2D, g, x, 'runReversed')).toEqual(await pooled(maxPool2D, g, x));
    expect(await pooled(averagePool2D, g, x, 'runReversed')).toEqual(await pooled(averagePool2D, g, x));
  });
});

describe('values that are no numbers', () => {
  const g = geometryOfCase({ x: [1, 12, 9, 5], window: [3, 3], stride: [2, 2], pad: 'same' });
  const x = randomFloats(inputSize(g), 2).map((value, index) => {
    if (index % 7 === 0) return Number.NaN;
    if (index % 11 === 0) return Number.NEGATIVE_INFINITY;
    return index % 59 === 0 ? Number.POSITIVE_INFINITY : value;
  });

  it('are never the largest, if they are NaN', async () => {
    expect(await pooled(maxPool2D, g, x)).toEqual(scalarMaxPool(g, x));
    const none = new Float32Array(x.length).fill(Number.NaN);
    expect(new Set(await pooled(maxPool2D, g, none))).toEqual(new Set([Number.NEGATIVE_INFINITY]));
  });

  it('make a mean what they make it in a scalar loop', async () => {
    const expected = scalarAveragePool(g, x);
    const y = await pooled(averagePool2D, g, x);
    y.forEach((value, index) => {
      if (Number.isFinite(expected[index]!)) expect(value).toBeCloseTo(expected[index]!, 6);
      else expect(value).toBe(expected[index]);
    });
  });
});
