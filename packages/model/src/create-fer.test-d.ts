import { definePlugin, type FaceDetector, type Plugin, type Postprocessor, type Runtime } from '@fer/core';
import { expectTypeOf } from 'vitest';
import { createFer } from './create-fer.ts';
import type { LoadedModel } from './load-model.ts';

declare const runtime: Omit<Runtime, 'id'>;
declare const detector: Omit<FaceDetector, 'id'>;
declare const postprocessor: Omit<Postprocessor, 'id'>;
declare const unknown: Plugin;
declare const video: AsyncIterable<string>;

const fast = definePlugin({
  name: 'fast',
  apiVersion: 1,
  contributes: { runtimes: [{ ...runtime, id: 'fast' }], detectors: [{ ...detector, id: 'eyes' }] },
});
const slow = definePlugin({
  name: 'slow',
  apiVersion: 1,
  contributes: { postprocessors: [{ ...postprocessor, id: 'slow' }] },
});
const fer = createFer({ plugins: [fast, slow] });

// What is built in and what the plugins bring.
expectTypeOf(fer.loadModel({ runtime: 'fast' })).toEqualTypeOf<Promise<LoadedModel>>();
fer.createRecognizer({ runtime: ['fast', 'wasm', 'auto'], detector: 'eyes', architecture: 'fer-net' });
// @ts-expect-error no plugin gives it
fer.createRecognizer({ runtime: 'fsat' });
// @ts-expect-error a detector is no runtime
fer.loadModel({ runtime: ['wasm', 'eyes'] });
// @ts-expect-error no plugin gives it
fer.createRecognizer({ detector: 'ears' });
// @ts-expect-error no plugin gives it
fer.createRecognizer({ architecture: 'fernet' });
// @ts-expect-error they are bound
fer.createRecognizer({ plugins: [fast] });

// Weights may also be paths and addresses.
fer.loadWeights('./my-weights');
fer.createRecognizer({ weights: 'mini-xception' });

const recognizer = await fer.createRecognizer();
recognizer.watch(video, { smoothing: { id: 'slow', holdMs: 300 } });
recognizer.watch(video, { smoothing: { id: 'exponential' } });
// @ts-expect-error no plugin gives it
recognizer.watch(video, { smoothing: { id: 'slwo' } });
expectTypeOf((await fer.createRecognizer<'yes' | 'no'>()).labels).toEqualTypeOf<readonly ('yes' | 'no')[]>();

// Of a plugin whose ids the types do not know every text will do.
createFer({ plugins: [fast, unknown] }).createRecognizer({ runtime: 'any' });

expectTypeOf(fer.plugins).toEqualTypeOf<readonly [typeof fast, typeof slow]>();
