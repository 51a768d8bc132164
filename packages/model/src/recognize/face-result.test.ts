import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { createRecognizer } from './create-recognizer.ts';
import { faceResult } from './face-result.ts';

const box = { x: 1, y: 2, width: 3, height: 4 };
const labels = ['calm', 'tense'];

it('names the label with the highest probability', () => {
  expect(faceResult({ box }, Float32Array.of(0.25, 0.75), labels)).toEqual({
    box,
    emotion: 'tense',
    confidence: 0.75,
    isSure: true,
    scores: { calm: 0.25, tense: 0.75 },
  });
});

it('tempers the scores, not which is the best', () => {
  // √0.8 : √0.2 = 2 : 1
  const face = faceResult({ box }, Float32Array.of(0.2, 0.8), labels, { temperature: 2 });
  expect(face.emotion).toBe('tense');
  expect(face.confidence).toBeCloseTo(2 / 3, 6);
  expect(face.scores).toEqual({ calm: expect.closeTo(1 / 3, 6), tense: face.confidence });
  // Neighbours in float32, whose twentieth roots are one number.
  const close = faceResult({ box }, Float32Array.of(0.49999997, 0.5), labels, { temperature: 20 });
  expect(close.scores.calm).toBe(close.scores.tense);
  expect(close.emotion).toBe('tense');
});

it.each([
  [0.5, true],
  [0.75, true],
  [0.7500001, false],
  [1, false],
])('with a least confidence of %d is sure: %s', (minConfidence, isSure) => {
  const face = faceResult({ box }, Float32Array.of(0.25, 0.75), labels, { minConfidence });
  expect(face).toMatchObject({ emotion: 'tense', confidence: 0.75, isSure });
});

describe('names none of what is no probability', () => {
  it.each([
    [Float32Array.of(Number.NaN, Number.NaN), 'calm', Number.NaN],
    [Float32Array.of(1, Number.POSITIVE_INFINITY), 'tense', Number.POSITIVE_INFINITY],
    [Float32Array.of(1), 'tense', undefined],
  ])('%o', (probabilities, label, value) => {
    expect(() => faceResult({ box }, probabilities, labels)).toThrow(
      expect.objectContaining({ code: 'FER_RUNTIME_FAILED', details: { label, value } }),
    );
  });

  it('also where finite weights lead to it', async () => {
    const weights = randomWeights(tinyCnn);
    const tensors = new Map(weights.tensors);
    // Nine white pixels lead to infinity, and its differences to NaN.
    const { shape } = tensors.get('conv1/kernel')!;
    tensors.set('conv1/kernel', { shape, data: new Float32Array(27).fill(3e38) });
    const fer = await createRecognizer({
      weights: { ...weights, tensors },
      plugins: [tinyPlugin],
      detector: false,
    });
    const image = { data: new Uint8Array(30).fill(255), width: 5, height: 6, channels: 1 } as const;
    await expect(fer.recognize(image)).rejects.toMatchObject({ code: 'FER_RUNTIME_FAILED' });
    fer.dispose();
  });
});
