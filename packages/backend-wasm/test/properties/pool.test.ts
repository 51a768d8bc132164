import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomValues, type Values } from '../on-backends.ts';
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient, type Pool } from '../reference/pool.ts';
import { layOut, type Window } from '../reference/window.ts';
import { disagreement, magnitudes } from './agreement.ts';
import { onWasm, startWasm } from './on-wasm.ts';
import { fc } from './settings.ts';
import { channels, tfjsPad, windows } from './windows.ts';

const tolerance = 1e-6;

/** No position lies wholly in the padding: it would have no value. */
function coversImage(window: Window): boolean {
  if (typeof window.pad === 'string') return true;
  const { out, before } = layOut(window);
  return [0, 1].every((axis) => {
    const last = (out[axis]! - 1) * window.strides[axis]! - before[axis]!;
    return before[axis]! < window.filter[axis]! && last < window.size[axis]!;
  });
}

const pools: fc.Arbitrary<Pool> = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  window: windows({ largestFilter: 5, largestDilation: 1 }).filter(coversImage),
  channels,
});

function shapesOf({ batch, window, channels: count }: Pool): { x: number[]; dy: number[] } {
  return { x: [batch, ...window.size, count], dy: [batch, ...layOut(window).out, count] };
}

/** Few different values, so that windows have several largest ones. */
function withTies({ shape, data }: Values): Values {
  return { shape, data: data.map((value) => Math.round(value * 2)) };
}

type PoolOp = typeof tf.maxPool;

function apply(op: PoolOp, { window }: Pool, x: tf.Tensor): tf.Tensor {
  const { filter, strides } = window;
  return op(
    x as tf.Tensor4D,
    filter as [number, number],
    strides as [number, number],
    tfjsPad(window) as 'same',
  );
}

beforeAll(startWasm);

describe('pooling of any shape', () => {
  it('takes the largest values', () => {
    fc.assert(
      fc.property(pools, fc.nat(), (pool, seed) => {
        const x = randomValues(shapesOf(pool).x, seed);
        const { outputs } = onWasm([x], (image) => [apply(tf.maxPool, pool, image)]);
        expect(outputs[0]).toEqual(Float32Array.from(maxPool(pool, x.data)));
      }),
    );
  });

  it('gives the gradient to the first of the largest values', () => {
    fc.assert(
      fc.property(pools, fc.boolean(), fc.nat(), (pool, hasTies, seed) => {
        const values = randomValues(shapesOf(pool).x, seed);
        const x = hasTies ? withTies(values) : values;
        const dy = randomValues(shapesOf(pool).dy, seed + 1);
        const { outputs, paths } = onWasm([x, dy], (image, gradient) => [
          tf.grad((variable) => apply(tf.maxPool, pool, variable))(image, gradient),
        ]);
        const expected = maxPoolGradient(pool, dy.data, x.data);
        const scale = maxPoolGradient(pool, magnitudes(dy.data), x.data);
        expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(tolerance);
        expect(paths.filter((path) => /max_?pool_?grad/i.test(path))).toHaveLength(1);
        expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
      }),
    );
  });

  it('takes the averages of what lies in the image', () => {
    fc.assert(
      fc.property(pools, fc.nat(), (pool, seed) => {
        const x = randomValues(shapesOf(pool).x, seed);
        const { outputs } = onWasm([x], (image) => [apply(tf.avgPool, pool, image)]);
        const scale = averagePool(pool, magnitudes(x.data));
        expect(disagreement(outputs[0]!, averagePool(pool, x.data), scale)).toBeLessThan(tolerance);
      }),
    );
  });

  it('shares the gradient of an average', () => {
    fc.assert(
      fc.property(pools, fc.nat(), (pool, seed) => {
        const x = randomValues(shapesOf(pool).x, seed);
        const dy = randomValues(shapesOf(pool).dy, seed + 1);
        const { outputs, paths } = onWasm([x, dy], (image, gradient) => [
          tf.grad((variable) => apply(tf.avgPool, pool, variable))(image, gradient),
        ]);
        const scale = averagePoolGradient(pool, magnitudes(dy.data));
        expect(disagreement(outputs[0]!, averagePoolGradient(pool, dy.data), scale)).toBeLessThan(tolerance);
        expect(paths.filter((path) => /(avg|average)_?pool_?grad/i.test(path))).toHaveLength(1);
        expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
      }),
    );
  });

  it.each([
    ['maxPool', tf.maxPool],
    ['avgPool', tf.avgPool],
  ])('of %s without any position has no gradient', (_, op) => {
    // Freed, so that the next tensor of this size would show what lay there.
    tf.dispose(tf.fill([1, 4, 4, 8], 7));
    const x = randomValues([1, 4, 4, 8], 1);
    const dy = { shape: [1, 0, 0, 8], data: new Float32Array() };
    const { outputs } = onWasm([x, dy], (image, gradient) => [
      tf.grad((variable) => op(variable as tf.Tensor4D, 5, 1, 'valid'))(image, gradient),
    ]);
    expect(outputs[0]).toEqual(new Float32Array(128));
  });
});
