import { createRegistry, type Emotion, selectRuntime } from '@fer/core';
import { drawFace } from '@fer/dataset';
import { builtinPlugin, createRecognizer } from '@fer/model';
import { expect, it } from 'vitest';
import { plugin } from './plugin.ts';

it('is what `auto` takes once it is given, and only then', async () => {
  expect((await selectRuntime(createRegistry([plugin, builtinPlugin]))).runtime.id).toBe('onnx');
  expect((await selectRuntime(createRegistry([builtinPlugin]))).runtime.id).not.toBe('onnx');
});

it('recognises as the wasm runtime does, with the bundled weights', async () => {
  const face = drawFace({ emotion: 'happy', seed: 1 });
  const [native, wasm] = await Promise.all(
    [{ plugins: [plugin] }, { runtime: 'wasm' }].map(async (options) => {
      const fer = await createRecognizer({ ...options, detector: false });
      const [recognized] = await fer.recognize(face);
      fer.dispose();
      return recognized!;
    }),
  );
  expect(native!.emotion).toBe(wasm!.emotion);
  for (const [emotion, score] of Object.entries(wasm!.scores)) {
    expect(native!.scores[emotion as Emotion]).toBeCloseTo(score, 5);
  }
});
