import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import {
  type MatmulSize,
  matmul,
  matvec,
  packColumns,
  packedColumnsFloats,
  packedRowsFloats,
  packRows,
  vectorMatrix,
} from '../src/steps/matmul.ts';
import { largestDifference } from './largest-difference.ts';
import { randomFloats } from './random-floats.ts';
import { scalarMatmul } from './scalar-matmul.ts';
import { createStepMemory } from './step-memory.ts';

const sizes: MatmulSize[] = [
  { rows: 1, columns: 1, depth: 1 },
  { rows: 1, columns: 1037, depth: 131 },
  { rows: 2, columns: 9, depth: 3 },
  { rows: 5, columns: 13, depth: 7 },
  // Past a block of the depth, of rows and of columns.
  { rows: 131, columns: 17, depth: 1031 },
  { rows: 66, columns: 300, depth: 515 },
];

describe.each(sizes)('$rows × $depth · $depth × $columns', (size) => {
  const { rows, columns, depth } = size;
  const a = randomFloats(rows * depth, 1);
  const b = randomFloats(depth * columns, 2);
  const bias = randomFloats(columns, 3);
  const expected = scalarMatmul(a, b, size, bias).map((value) => Math.min(6, Math.max(0, value)));

  async function product(mode: 'run' | 'runReversed'): Promise<Float32Array> {
    const memory = await createStepMemory();
    const at = {
      a: memory.put(a),
      b: memory.put(b),
      bias: memory.put(bias),
      packedA: memory.room(packedRowsFloats(size)),
      packedB: memory.room(packedColumnsFloats(size)),
      y: memory.room(rows * columns),
    };
    memory[mode](packColumns({ source: at.b, packed: at.packedB }, size));
    memory[mode](packRows({ source: at.a, packed: at.packedA }, size));
    memory[mode](
      matmul({ a: at.packedA, b: at.packedB, bias: at.bias, alphas: 0, y: at.y }, size, Activation.relu6),
    );
    memory.assertFences();
    return memory.floats(at.y, rows * columns).slice();
  }

  it('equals the scalar loop, writes nothing else, and takes its chunks in any order', async () => {
    const y = await product('run');
    expect(largestDifference(y, expected)).toBeLessThan(1e-6 * Math.sqrt(depth) + 1e-6);
    expect(await product('runReversed')).toEqual(y);
  });
});

describe.each([
  { rows: 1, columns: 1, depth: 1 },
  { rows: 2, columns: 9, depth: 3 },
  // More than one chunk.
  { rows: 1, columns: 1037, depth: 131 },
  { rows: 2, columns: 300, depth: 515 },
])('a row or two as they are: $rows × $depth · $depth × $columns', (size) => {
  const { rows, columns, depth } = size;

  it('equals the scalar loop, writes nothing else, and takes its chunks in any order', async () => {
    const a = randomFloats(rows * depth, 1);
    const b = randomFloats(depth * columns, 2);
    const bias = randomFloats(columns, 3);
    const memory = await createStepMemory();
    const at = {
      a: memory.put(a),
      b: memory.room(packedColumnsFloats(size)),
      bias: memory.put(bias),
      alphas: 0,
      y: memory.room(rows * columns),
    };
    memory.run(
      packColumns({ source: memory.put(b), packed: at.b }, size),
      matvec(at, size, Activation.relu6),
    );
    memory.assertFences();
    const y = memory.floats(at.y, rows * columns).slice();
    const expected = scalarMatmul(a, b, size, bias).map((value) => Math.min(6, Math.max(0, value)));
    expect(largestDifference(y, expected)).toBeLessThan(1e-6 * Math.sqrt(depth) + 1e-6);
    memory.runReversed(matvec(at, size, Activation.relu6));
    expect(memory.floats(at.y, rows * columns)).toEqual(y);
  });
});

describe('a single row by an unpacked matrix', () => {
  it.each([
    { columns: 1, depth: 1 },
    { columns: 259, depth: 7 },
    { columns: 600, depth: 33 },
  ])('equals the scalar loop: $depth by $columns', async ({ columns, depth }) => {
    const size = { rows: 1, columns, depth };
    const a = randomFloats(depth, 1);
    const b = randomFloats(depth * columns, 2);
    const bias = randomFloats(columns, 3);
    const memory = await createStepMemory();
    const at = {
      a: memory.put(a),
      b: memory.put(b),
      bias: memory.put(bias),
      alphas: 0,
      y: memory.room(columns),
    };
    const step = vectorMatrix(at, size, Activation.relu);
    memory.run(step);
    memory.assertFences();
    const y = memory.floats(at.y, columns).slice();
    const expected = scalarMatmul(a, b, size, bias).map((value) => Math.max(0, value));
    expect(largestDifference(y, expected)).toBeLessThan(5e-6);
    memory.runReversed(step);
    expect(memory.floats(at.y, columns)).toEqual(y);
  });
});

describe('numbers that are not ordinary', () => {
  const size = { rows: 5, columns: 9, depth: 6 };
  const a = randomFloats(30, 1);
  const b = randomFloats(54, 2);
  a[1 * 6 + 2] = Number.NaN;
  a[2 * 6 + 1] = Number.POSITIVE_INFINITY;
  a.fill(1e-42, 18, 24);
  b[1 * 9 + 4] = 0;
  b[3 * 9 + 8] = Number.NEGATIVE_INFINITY;

  it.each([
    ['no activation', Activation.none],
    ['relu', Activation.relu],
  ])('come out as in a scalar loop, with %s', async (_name, activation) => {
    const memory = await createStepMemory();
    const packedA = memory.room(packedRowsFloats(size));
    const packedB = memory.room(packedColumnsFloats(size));
    const y = memory.room(45);
    memory.run(
      packRows({ source: memory.put(a), packed: packedA }, size),
      packColumns({ source: memory.put(b), packed: packedB }, size),
      matmul({ a: packedA, b: packedB, bias: 0, alphas: 0, y }, size, activation),
    );
    const expected = scalarMatmul(a, b, size).map((value) =>
      activation === Activation.relu ? Math.max(0, value) : value,
    );
    expect(expected.filter(Number.isNaN).length).toBeGreaterThan(9);
    for (const [index, value] of memory.floats(y, 45).entries()) {
      if (Number.isFinite(expected[index])) expect(value).toBeCloseTo(expected[index]!, 5);
      else expect(value, `element ${index}`).toBe(expected[index]);
    }
    // Denormals are not flushed: a row of 1e-42 times numbers of about 1.
    expect(Math.max(...memory.floats(y, 45).subarray(27, 35).map(Math.abs))).toBeGreaterThan(0);
  });
});
