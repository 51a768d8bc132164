import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import { denseSteps } from '../src/steps/dense.ts';
import { randomFloats } from './random-floats.ts';
import { scalarMatmul } from './scalar-matmul.ts';
import { createStepMemory } from './step-memory.ts';

const inputs = 37;
const outputs = 21;
const activations: [string, Activation, (value: number, alpha: number) => number][] = [
  ['no activation', Activation.none, (x) => x],
  ['relu', Activation.relu, (x) => Math.max(0, x)],
  ['prelu', Activation.prelu, (x, alpha) => (x < 0 ? alpha * x : x)],
  ['sigmoid', Activation.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ['tanh', Activation.tanh, Math.tanh],
];

describe.each([1, 2, 3, 4, 9])('a dense layer for %i rows', (rows) => {
  it.each(activations)(
    'with %s uses weights packed for another batch',
    async (_name, activation, reference) => {
      const x = randomFloats(rows * inputs, 1);
      const weights = randomFloats(inputs * outputs, 2);
      const bias = randomFloats(outputs, 3);
      const alphas = randomFloats(outputs, 4);
      const memory = await createStepMemory();
      const dense = denseSteps({ rows, inputs, outputs }, activation);
      const at = {
        x: memory.put(x),
        packed: memory.room(dense.packedFloats),
        bias: memory.put(bias),
        alphas: activation === Activation.prelu ? memory.put(alphas) : 0,
        workspace: memory.room(dense.workspaceFloats),
        y: memory.room(rows * outputs),
      };
      const packing = denseSteps({ rows: 64, inputs, outputs }).pack;
      memory.run(packing({ weights: memory.put(weights), packed: at.packed }), ...dense.run(at));
      memory.assertFences();
      const y = memory.floats(at.y, rows * outputs).slice();
      const expected = scalarMatmul(x, weights, { rows, columns: outputs, depth: inputs }, bias);
      for (const [index, value] of expected.entries()) {
        expect(y[index]).toBeCloseTo(reference(value, alphas[index % outputs]!), 5);
      }
      memory.runReversed(...dense.run(at));
      expect(memory.floats(at.y, rows * outputs)).toEqual(y);
    },
  );
});

it.each([
  [37, 21],
  [1300, 40],
])(
  'gives a row of %i inputs and %i outputs the same bits among any number of rows',
  async (inputs, outputs) => {
    const x = randomFloats(5 * inputs, 1);
    const weights = randomFloats(inputs * outputs, 2);
    const bias = randomFloats(outputs, 3);
    const firstRow = async (rows: number) => {
      const memory = await createStepMemory();
      const dense = denseSteps({ rows, inputs, outputs }, Activation.relu);
      const at = {
        x: memory.put(x.subarray(0, rows * inputs)),
        packed: memory.room(dense.packedFloats),
        bias: memory.put(bias),
        alphas: 0,
        workspace: memory.room(dense.workspaceFloats),
        y: memory.room(rows * outputs),
      };
      memory.run(dense.pack({ weights: memory.put(weights), packed: at.packed }), ...dense.run(at));
      return memory.floats(at.y, outputs).slice();
    };
    const alone = await firstRow(1);
    for (const rows of [2, 3, 5]) expect(await firstRow(rows)).toEqual(alone);
  },
);
