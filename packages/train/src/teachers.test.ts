import type { InputSpec } from '@fer/core';
import type { Weights } from '@fer/model';
import { weightSpecs } from '@fer/model';
import { describe, expect, it } from 'vitest';
import {
  TINY_LABELS,
  tinyArchitecture,
  tinyImages,
  tinyPlugin,
  tinyTeacher,
} from './__fixtures__/tiny-training.ts';
import { initializeWeights } from './initialize-weights.ts';
import { loadTeachers, resolveDistillation } from './teachers.ts';

const config = { labels: TINY_LABELS, input: tinyArchitecture.input as InputSpec };
const { images, count } = tinyImages(5, 2);
const batch = { images: Float32Array.from(images), size: count };

async function answersOf(teachers: readonly Weights[], temperature: number) {
  const resolved = await resolveDistillation({ teachers, temperature });
  const loaded = await loadTeachers(teachers, resolved, config, [tinyPlugin]);
  try {
    return (await loaded.answer(batch)).probabilities;
  } finally {
    loaded.dispose();
  }
}

const rowsOf = (numbers: Float32Array) =>
  Array.from({ length: count }, (_, i) => Array.from(numbers.subarray(3 * i, 3 * i + 3)));

describe('teachers', () => {
  it('answer at a temperature as their logits divided by it would', async () => {
    const plain = rowsOf(await answersOf([tinyTeacher(1)], 1));
    const soft = rowsOf(await answersOf([tinyTeacher(1)], 4));
    for (const [i, row] of plain.entries()) {
      const logits = row.map(Math.log);
      const powers = logits.map((logit) => Math.exp(logit / 4));
      const sum = powers.reduce((total, power) => total + power, 0);
      for (const k of row.keys()) expect(soft[i]![k]).toBeCloseTo(powers[k]! / sum, 5);
    }
  });

  it('are averaged', async () => {
    const [first, second, both] = [
      await answersOf([tinyTeacher(1)], 2),
      await answersOf([tinyTeacher(2)], 2),
      await answersOf([tinyTeacher(1), tinyTeacher(2)], 2),
    ];
    for (const [i, value] of both.entries()) expect(value).toBeCloseTo((first[i]! + second[i]!) / 2, 6);
    expect(Math.max(...first.map((value, i) => Math.abs(value - second[i]!)))).toBeGreaterThan(1e-3);
  });

  it('see the picture in their own range', async () => {
    const range = [0, 1] as const;
    const shifted: Weights = { ...tinyTeacher(1), input: { ...tinyTeacher(1).input, range } };
    const [own, other] = [await answersOf([tinyTeacher(1)], 1), await answersOf([shifted], 1)];
    expect(Math.max(...own.map((value, i) => Math.abs(value - other[i]!)))).toBeGreaterThan(1e-3);
  });

  it.each([
    ['labels', { labels: ['right', 'left', 'even'] }],
    ['labels', { labels: ['left', 'right'] }],
    ['input', { input: { ...tinyArchitecture.input, width: 7 } as InputSpec }],
  ])('are refused with other %s', async (what, change) => {
    const teacher: Weights = { ...tinyTeacher(1), ...change };
    await expect(answersOf([tinyTeacher(1), teacher], 2)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { option: `distillation.teachers[1].${what}` },
    });
  });

  it('are told apart by all of their numbers', async () => {
    const digest = async (weights: Weights) =>
      (await resolveDistillation({ teachers: [weights] })).teachers[0]!.sha256;
    const changed = tinyTeacher(1);
    const specs = weightSpecs(tinyArchitecture.build(tinyArchitecture.defaults, 3), config.input);
    expect(changed.tensors.size).toBe(initializeWeights(specs, 1).size);
    [...changed.tensors.values()].at(-1)!.data[0]! += 1e-6;
    expect(await digest(changed)).not.toBe(await digest(tinyTeacher(1)));
    expect(await digest(tinyTeacher(1))).toBe(await digest(tinyTeacher(1)));
  });
});
