import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import { activationGrad } from '../src/steps/activation-grad.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

const alpha = 0.3;

/** f and f′ by x. */
const activations: readonly [string, Activation, (x: number) => number, (x: number) => number][] = [
  ['none', Activation.none, (x) => x, () => 1],
  ['relu', Activation.relu, (x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0)],
  ['relu6', Activation.relu6, (x) => Math.min(Math.max(x, 0), 6), (x) => (x > 0 && x < 6 ? 1 : 0)],
  ['leakyRelu', Activation.leakyRelu, (x) => (x > 0 ? x : alpha * x), (x) => (x > 0 ? 1 : alpha)],
  ['elu', Activation.elu, (x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x))],
  [
    'sigmoid',
    Activation.sigmoid,
    (x) => 1 / (1 + Math.exp(-x)),
    (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
  ],
  ['tanh', Activation.tanh, Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
];

const sameBits = (a: Int32Array, b: Int32Array) => a.every((word, index) => word === b[index]);

const sizes = [
  [1, 1],
  [3, 7],
  [40, 4],
  [1000, 65],
  [3001, 64],
  [60000, 3],
] as const;

describe.each(activations)('the gradient of %s', (_name, activation, f, slope) => {
  it.each(sizes)('of [%i, %i] is that of its formula, in any order of chunks', async (rows, columns) => {
    const length = rows * columns;
    const x = randomFloats(length, 1).map((value) => value * 8);
    const dy = randomFloats(length, 2);
    const memory = await createStepMemory(512);
    const { workspaceFloats, steps } = activationGrad({ activation, alpha }, rows, columns);
    const inputs = { dy: memory.put(dy), y: memory.put(x.map(f)) };
    const [dx, dbias] = [memory.room(length), memory.room(columns)];
    const [dxAgain, dbiasAgain] = [memory.room(length), memory.room(columns)];
    memory.run(...steps({ ...inputs, dx, dbias, workspace: memory.room(workspaceFloats) }));
    const workspace = memory.room(workspaceFloats);
    memory.runReversed(...steps({ ...inputs, dx: dxAgain, dbias: dbiasAgain, workspace }));
    memory.assertFences();

    const expected = Float64Array.from(dy, (gradient, index) => gradient * slope(x[index]!));
    const sums = new Float64Array(columns);
    const worst = memory.floats(dx, length).reduce((most, value, index) => {
      sums[index % columns]! += expected[index]!;
      return Math.max(most, Math.abs(value - expected[index]!));
    }, 0);
    expect(worst).toBeLessThan(5e-7);
    memory.floats(dbias, columns).forEach((sum, column) => {
      expect(Math.abs(sum - sums[column]!)).toBeLessThan(1e-6 * Math.sqrt(rows) + 1e-7 * rows);
    });
    expect(memory.int32(dxAgain, length)).toSatisfy((bits: Int32Array) =>
      sameBits(bits, memory.int32(dx, length)),
    );
    expect(memory.floats(dbiasAgain, columns)).toEqual(memory.floats(dbias, columns));
  });
});

describe('special cases', () => {
  async function run(y: number[], dy: number[], inPlace: boolean): Promise<{ dx: number[]; sum: number }> {
    const memory = await createStepMemory(16);
    const { steps } = activationGrad({ activation: Activation.relu }, y.length, 1);
    const from = memory.put(dy);
    const dx = inPlace ? from : memory.room(y.length);
    const dbias = memory.room(1);
    memory.run(...steps({ dy: from, y: memory.put(y), dx, dbias, workspace: memory.room(0) }));
    memory.assertFences();
    return { dx: [...memory.floats(dx, y.length)], sum: memory.floats(dbias, 1)[0]! };
  }

  it('hides no NaN and no Infinity, and blocks both where the output is 0', async () => {
    const { dx, sum } = await run([1, 0, Number.NaN, 2], [Number.NaN, Infinity, 3, -Infinity], false);
    expect(dx).toEqual([Number.NaN, 0, 3, -Infinity]);
    expect(sum).toBeNaN();
  });

  it('may write over dy', async () => {
    expect(await run([1, 0, 3], [5, 6, 7], true)).toEqual({ dx: [5, 0, 7], sum: 12 });
  });

  it('needs no place for dx', async () => {
    const memory = await createStepMemory(16);
    const { steps } = activationGrad({ activation: Activation.relu }, 2, 5);
    const dbias = memory.room(5);
    const at = { dy: memory.put(randomFloats(10, 1).fill(1)), y: memory.put([1, 0, 1, 0, 1, 0, 0, 1, 1, 1]) };
    memory.run(...steps({ ...at, dx: 0, dbias, workspace: memory.room(0) }));
    memory.assertFences();
    expect([...memory.floats(dbias, 5)]).toEqual([1, 0, 2, 1, 2]);
  });
});
