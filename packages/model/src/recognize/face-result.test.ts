import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { createRecognizer } from './create-recognizer.ts';
import { faceResult } from './face-result.ts';

const box = { x: 1, y: 2, width: 3, height: 4 };
const labels = ['calm', 'tense'];

it('names the label with the highest probability', () => {
  expect(faceResult(box, Float32Array.of(0.25, 0.75), labels)).toEqual({
    box,
    emotion: 'tense',
    confidence: 0.75,
    scores: { calm: 0.25, tense: 0.75 },
  });
});

describe('names none of what is no probability', () => {
  it.each([
    [Float32Array.of(Number.NaN, Number.NaN), 'calm', Number.NaN],
    [Float32Array.of(1, Number.POSITIVE_INFINITY), 'tense', Number.POSITIVE_INFINITY],
    [Float32Array.of(1), 'tense', undefined],
  ])('%o', (probabilities, label, value) => {
    expect(() => faceResult(box, probabilities, labels)).toThrow(
      expect.objectContaining({ code: 'FER_RUNTIME_FAILED', details: { label, value } }),
    );
  });

  it('also where finite weights lead to it', async () => {
    const weights = randomWeights(tinyCnn);
    const tensors = new Map(weights.tensors);
    // Nine white pixels lead to infinity, and its differences to NaN.
    const { shape } = tensors.get('conv1/kernel')!;
    tensors.set('conv1/kernel', { shape, data: new Float32Array(27).fill(3e38) });
    const fer = await createRecognizer({ weights: { ...weights, tensors }, plugins: [tinyPlugin] });
    const image = { data: new Uint8Array(30).fill(255), width: 5, height: 6, channels: 1 } as const;
    await expect(fer.recognize(image)).rejects.toMatchObject({ code: 'FER_RUNTIME_FAILED' });
    fer.dispose();
  });
});
