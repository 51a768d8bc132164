import { everyLayerModel } from '../../../src/inference/__fixtures__/every-layer.ts';
import { pixelsFor } from '../../../src/inference/__fixtures__/random-model.ts';
import { compile, createInference } from '../../../src/inference/index.ts';
import { interpretPlan } from '../../../src/inference/interpret/interpret-plan.ts';

const model = everyLayerModel();
const plan = compile(model, { batch: 2 });
const pixels = pixelsFor(model, 2);

/** Makes networks and disposes of them, one after the other. */
export async function cycle() {
  const inference = createInference({ threads: 2, wasmUrl: './build' });
  await inference.start();
  const { Memory } = WebAssembly;
  let memories = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories++;
    }
  };
  const cycles = 20;
  const answers = new Set<string>();
  for (let round = 0; round < cycles; round++) {
    const network = await inference.load(plan);
    answers.add((await network.predict(pixels, 2)).join());
    // A worker that is not up yet is ended by force, and its memory is lost.
    await new Promise((resolve) => setTimeout(resolve, 100));
    answers.add((await network.predict(pixels, 2)).join());
    network.dispose();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { threads: inference.threads, cycles, memories, isSame: answers.size === 1 };
}

/** What a page is told whose policy forbids to compile, and what it can do. */
export async function underPolicy() {
  const failure = createInference({ threads: 1, wasmUrl: './build' }).start();
  const { code, message } = await failure.then(
    () => ({ code: 'started', message: '' }),
    (error: { code: string; message: string }) => error,
  );
  const scores = await interpretPlan(plan).predict(pixels, 2);
  return {
    code,
    message,
    sum: scores.slice(0, plan.outputs[0]!.shape[0]!).reduce((sum, score) => sum + score, 0),
  };
}

Object.assign(window, { networks: { cycle, underPolicy } });
