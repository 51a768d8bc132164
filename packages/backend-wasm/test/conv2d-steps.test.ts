import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import type { ConvGeometry } from '../src/conv-geometry.ts';
import { type ConvAlgorithm, fitsConvAlgorithm } from '../src/steps/choose-conv-algorithm.ts';
import { conv2DSteps } from '../src/steps/conv2d.ts';
import { randomFloats } from './random-floats.ts';
import { scalarConv } from './scalar-conv.ts';
import { createStepMemory } from './step-memory.ts';

const base: ConvGeometry = {
  batch: 1,
  inHeight: 6,
  inWidth: 6,
  inChannels: 4,
  outHeight: 4,
  outWidth: 4,
  outChannels: 8,
  filterHeight: 3,
  filterWidth: 3,
  strideHeight: 1,
  strideWidth: 1,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: 0,
  padLeft: 0,
};

/** A geometry from what differs; the output's size from the rest, with `padBottom` and `padRight` more rows. */
function geometryWith(
  change: Partial<ConvGeometry>,
  padBottom = change.padTop ?? 0,
  padRight = change.padLeft ?? 0,
): ConvGeometry {
  const all = { ...base, ...change };
  const size = (input: number, pads: number, filter: number, dilation: number, stride: number) =>
    Math.floor((input + pads - (filter - 1) * dilation - 1) / stride) + 1;
  return {
    ...all,
    outHeight: size(
      all.inHeight,
      all.padTop + padBottom,
      all.filterHeight,
      all.dilationHeight,
      all.strideHeight,
    ),
    outWidth: size(all.inWidth, all.padLeft + padRight, all.filterWidth, all.dilationWidth, all.strideWidth),
  };
}

const channels: ConvGeometry[] = [1, 2, 3, 4, 5, 7, 8, 9, 12, 63, 64, 65].flatMap((count) => [
  geometryWith({ inChannels: count, outChannels: 5, inHeight: 7, padTop: 1, padLeft: 1 }),
  geometryWith({ outChannels: count, inChannels: 6, inWidth: 9, batch: 2 }),
]);

const geometries: ConvGeometry[] = [
  ...channels,
  geometryWith({ batch: 3, inHeight: 20, inWidth: 19, inChannels: 64, outChannels: 64 }),
  geometryWith({ batch: 40, inHeight: 5, inWidth: 5, inChannels: 16, outChannels: 24 }),
  geometryWith({ inHeight: 3, inWidth: 3, inChannels: 130, outChannels: 12 }),
  geometryWith({ inHeight: 1, inWidth: 2, padTop: 1, padLeft: 1, inChannels: 9 }),
  geometryWith({ inHeight: 5, inWidth: 4, padTop: 3, padLeft: 2, inChannels: 5 }),
  geometryWith({ inHeight: 9, inWidth: 8, padTop: 0, padLeft: 1 }, 1, 0),
  geometryWith({ inHeight: 9, inWidth: 11, strideHeight: 2, strideWidth: 3, padTop: 1, padLeft: 1 }),
  geometryWith({ inHeight: 11, inWidth: 9, dilationHeight: 2, dilationWidth: 3, padTop: 2, inChannels: 70 }),
  geometryWith({ inHeight: 9, inWidth: 9, dilationHeight: 3, inChannels: 3, outChannels: 20 }),
  geometryWith({ batch: 2, filterHeight: 5, filterWidth: 5, inHeight: 24, inWidth: 24, inChannels: 1 }),
  geometryWith({ filterHeight: 5, filterWidth: 2, inHeight: 7, inChannels: 1, padTop: 2, padLeft: 1 }),
  geometryWith({ filterHeight: 9, filterWidth: 9, inHeight: 12, inWidth: 12, inChannels: 1, padTop: 4 }),
  { ...geometryWith({ batch: 2, inWidth: 13, strideWidth: 2 }), outWidth: 3 },
  geometryWith({ filterHeight: 1, filterWidth: 1, batch: 3, inChannels: 67, outChannels: 33 }),
  geometryWith({ filterHeight: 1, filterWidth: 1, inChannels: 3, outChannels: 2, inHeight: 5 }),
  geometryWith({ filterHeight: 1, filterWidth: 1, strideHeight: 2, strideWidth: 2, inChannels: 8 }),
  geometryWith({ filterHeight: 2, filterWidth: 4, batch: 2, inChannels: 17, outChannels: 13, padLeft: 2 }),
];

/** The largest error, as a share of the largest result: rounding of float32, and what the transforms add to it. */
const tolerance: Readonly<Record<ConvAlgorithm, number>> = {
  gemm: 1e-6,
  winograd2: 5e-6,
  winograd3: 1e-5,
  winograd4: 3e-5,
  winograd6: 1e-4,
};
const algorithms = Object.keys(tolerance) as ConvAlgorithm[];

function nameOf(geometry: ConvGeometry): string {
  const g = geometry;
  return (
    `x [${g.batch},${g.inHeight},${g.inWidth},${g.inChannels}] filter [${g.filterHeight},${g.filterWidth}] to ` +
    `[${g.outHeight},${g.outWidth},${g.outChannels}] strides ${g.strideHeight},${g.strideWidth} ` +
    `dilations ${g.dilationHeight},${g.dilationWidth} pads ${g.padTop},${g.padLeft}`
  );
}

const sizesOf = (g: ConvGeometry) => ({
  x: g.batch * g.inHeight * g.inWidth * g.inChannels,
  filter: g.filterHeight * g.filterWidth * g.inChannels * g.outChannels,
  y: g.batch * g.outHeight * g.outWidth * g.outChannels,
});

describe.each(algorithms)('%s', (algorithm) => {
  const fitting = geometries.filter((geometry) => fitsConvAlgorithm(algorithm, geometry));

  it('is tried on several geometries', () => expect(fitting.length).toBeGreaterThanOrEqual(2));

  it.each(fitting.map((geometry) => [nameOf(geometry), geometry] as const))('%s', async (_name, geometry) => {
    const sizes = sizesOf(geometry);
    const x = randomFloats(sizes.x, 1);
    const filter = randomFloats(sizes.filter, 2);
    const bias = randomFloats(geometry.outChannels, 3);
    const memory = await createStepMemory(512);
    const steps = conv2DSteps(geometry, { activation: Activation.relu }, algorithm);
    const at = {
      x: memory.put(x),
      packed: memory.room(steps.packedFloats),
      bias: memory.put(bias),
      alphas: 0,
      y: memory.room(sizes.y),
    };
    // The packed form does not depend on the batch.
    const packing = conv2DSteps({ ...geometry, batch: 7 }, { activation: Activation.none }, algorithm);
    const pack = packing.pack({ filter: memory.put(filter), packed: at.packed });
    memory.run(pack, steps.run(at));
    memory.assertFences();

    const y = memory.floats(at.y, sizes.y).slice();
    const expected = scalarConv(geometry, x, filter, bias);
    const magnitude = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const error = expected.reduce(
      (largest, value, index) => Math.max(largest, Math.abs(Math.max(0, value) - y[index]!)),
      0,
    );
    expect(y.some(Number.isNaN)).toBe(false);
    expect(error / magnitude).toBeLessThan(tolerance[algorithm]);

    // In any order, on any thread, the same bits.
    memory.runReversed(pack, steps.run(at));
    memory.assertFences();
    expect(memory.floats(at.y, sizes.y)).toEqual(y);
  });
});

describe('activations', () => {
  const slope = 0.2;
  const cases: [string, Activation, (x: number, alpha: number) => number][] = [
    ['none', Activation.none, (x) => x],
    ['relu', Activation.relu, (x) => Math.max(0, x)],
    ['relu6', Activation.relu6, (x) => Math.min(6, Math.max(0, x))],
    ['leakyRelu', Activation.leakyRelu, (x) => (x < 0 ? slope * x : x)],
    ['prelu', Activation.prelu, (x, alpha) => (x < 0 ? alpha * x : x)],
    ['elu', Activation.elu, (x) => (x < 0 ? Math.expm1(x) : x)],
    ['sigmoid', Activation.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
    ['tanh', Activation.tanh, Math.tanh],
    ['softplus', Activation.softplus, (x) => Math.log1p(Math.exp(x))],
  ];
  const geometry = geometryWith({ batch: 2, inHeight: 9, inChannels: 6, outChannels: 13, padTop: 1 });

  describe.each(cases)('%s', (_name, activation, reference) => {
    it.each(['gemm', 'winograd2', 'winograd3', 'winograd4', 'winograd6'] as const)(
      'after %s',
      async (algorithm) => {
        const sizes = sizesOf(geometry);
        const x = randomFloats(sizes.x, 4).map((value) => value * 2);
        const filter = randomFloats(sizes.filter, 5);
        const bias = randomFloats(geometry.outChannels, 6);
        const alphas = randomFloats(geometry.outChannels, 7);
        const memory = await createStepMemory();
        const steps = conv2DSteps(geometry, { activation, alpha: slope }, algorithm);
        const packed = memory.room(steps.packedFloats);
        const y = memory.room(sizes.y);
        const alphasAt = activation === Activation.prelu ? memory.put(alphas) : 0;
        memory.run(
          steps.pack({ filter: memory.put(filter), packed }),
          steps.run({ x: memory.put(x), packed, bias: memory.put(bias), alphas: alphasAt, y }),
        );
        memory.assertFences();
        const actual = memory.floats(y, sizes.y);
        const sums = scalarConv(geometry, x, filter, bias);
        const error = sums.reduce((largest, sum, index) => {
          const expected = reference(sum, alphas[index % geometry.outChannels]!);
          return Math.max(largest, Math.abs(expected - actual[index]!));
        }, 0);
        const magnitude = sums.reduce((largest, sum) => Math.max(largest, Math.abs(sum)), 0);
        expect(error / magnitude).toBeLessThan(tolerance[algorithm]);
        expect(sums.some((sum) => sum < -6) && sums.some((sum) => sum > 6)).toBe(true);
      },
    );
  });
});

describe('another summand', () => {
  // Columns that fill no vector, and pixels that fill no tile.
  const geometry = geometryWith({ batch: 2, inHeight: 9, inChannels: 8, outChannels: 13, padTop: 1 });

  it('is added before the activation, as if afterwards', async () => {
    const sizes = sizesOf(geometry);
    const x = randomFloats(sizes.x, 4);
    const filter = randomFloats(sizes.filter, 5);
    const other = randomFloats(sizes.y, 6).map((value) => value * 9);
    const outputs = async (activation: Activation, summand?: Float32Array) => {
      const memory = await createStepMemory();
      const steps = conv2DSteps(geometry, { activation }, 'gemm');
      const packed = memory.room(steps.packedFloats);
      const y = memory.room(sizes.y);
      const at = { x: memory.put(x), packed, bias: memory.put(randomFloats(13, 7)), alphas: 0, y };
      memory.run(
        steps.pack({ filter: memory.put(filter), packed }),
        steps.run(summand ? { ...at, other: memory.put(summand) } : at),
      );
      memory.assertFences();
      return memory.floats(y, sizes.y);
    };
    const sums = (await outputs(Activation.none)).map((value, index) => value + other[index]!);
    expect(await outputs(Activation.none, other)).toEqual(sums);
    expect(await outputs(Activation.relu6, other)).toEqual(sums.map((sum) => Math.min(6, Math.max(0, sum))));
    for (const [index, value] of (await outputs(Activation.tanh, other)).entries()) {
      expect(value).toBeCloseTo(Math.tanh(sums[index]!), 5);
    }
  });
});

describe('special values', () => {
  const geometry = geometryWith({ batch: 2, inHeight: 10, inWidth: 10, inChannels: 8, outChannels: 9 });

  async function outputsWith(value: number, algorithm: ConvAlgorithm): Promise<Float32Array> {
    const sizes = sizesOf(geometry);
    const x = randomFloats(sizes.x, 8);
    x[(4 * geometry.inWidth + 5) * geometry.inChannels + 2] = value;
    const memory = await createStepMemory();
    const steps = conv2DSteps(geometry, { activation: Activation.relu }, algorithm);
    const packed = memory.room(steps.packedFloats);
    const y = memory.room(sizes.y);
    memory.run(
      steps.pack({ filter: memory.put(randomFloats(sizes.filter, 9)), packed }),
      steps.run({ x: memory.put(x), packed, bias: 0, alphas: 0, y }),
    );
    return memory.floats(y, sizes.y);
  }

  /** Whether the filter at an output pixel, or anywhere in the pixel's tile, reads the special value. */
  const readsIt = (index: number, tile: number) => {
    const pixel = Math.floor(index / geometry.outChannels);
    const row = Math.floor(pixel / geometry.outWidth);
    const column = pixel % geometry.outWidth;
    if (row >= geometry.outHeight) return false;
    const top = Math.floor(row / tile) * tile;
    const left = Math.floor(column / tile) * tile;
    return top <= 4 && 4 < top + tile + 2 && left <= 5 && 5 < left + tile + 2;
  };

  it.each([
    ['gemm', 1],
    ['winograd2', 2],
    ['winograd3', 3],
    ['winograd4', 4],
    ['winograd6', 6],
  ] as const)('NaN under %s reaches the outputs that read it, by tiles of %i', async (algorithm, tile) => {
    const y = await outputsWith(Number.NaN, algorithm);
    y.forEach((value, index) => {
      if (readsIt(index, 1)) expect(value, `output ${index}`).toBeNaN();
      if (!readsIt(index, tile)) expect(value, `output ${index}`).not.toBeNaN();
    });
  });

  it('infinity under gemm is infinity or, after relu, 0', async () => {
    const y = await outputsWith(Number.POSITIVE_INFINITY, 'gemm');
    y.forEach((value, index) => {
      if (readsIt(index, 1)) expect([0, Number.POSITIVE_INFINITY]).toContain(value);
      else expect(Number.isFinite(value)).toBe(true);
    });
    expect(y).toContain(Number.POSITIVE_INFINITY);
  });

  it('infinity under winograd4 leaves the other tiles alone', async () => {
    const y = await outputsWith(Number.POSITIVE_INFINITY, 'winograd4');
    y.forEach((value, index) => {
      if (!readsIt(index, 4)) expect(Number.isFinite(value), `output ${index}`).toBe(true);
    });
    expect(y.every(Number.isFinite)).toBe(false);
  });
});
