import { createRandom } from '@fer/core';
import { loadModel, memoryWeightsFiles, serializeWeights } from '@fer/model';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { env, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { HEADS, readBlazeFace, readGraphModel } from '../scripts/read-blazeface.ts';

// Or it advises against its own backend.
env().set('IS_TEST', true);

/** Noise above, soft shapes below. */
const random = createRandom(1);
const pixels = Float32Array.from({ length: 256 * 256 * 3 }, (_, i) =>
  i < 128 * 256 * 3 ? random.uniform(-1, 1) : Math.sin(i / 97) * Math.cos(i / 40_000),
);

/** Logits and values of both grids, as TensorFlow.js computes them. */
async function original(): Promise<Float32Array[]> {
  const { model, files } = readGraphModel();
  const weightSpecs = model.weightsManifest.flatMap(({ weights }) => weights);
  const artifacts = {
    modelTopology: model.modelTopology,
    weightSpecs,
    weightData: files.get('blazeface.bin')!.buffer,
  };
  const network = await loadGraphModel({ load: async () => artifacts as never });
  const outputs = network.execute(tensor4d(pixels, [1, 256, 256, 3]), Object.values(HEADS).flat());
  return (outputs as Tensor[]).map((output) => output.dataSync() as Float32Array);
}

it('computes in float16 weights what TensorFlow.js does in float32', async () => {
  const files = await serializeWeights(await readBlazeFace(), { dtype: 'float16' });
  const { network, dispose } = await loadModel({ weights: memoryWeightsFiles(files), runtime: 'wasm' });
  const { small, large } = await network.run({ input: pixels }, 1);
  dispose();
  const received = [small!, large!].flatMap((output) => [
    output.filter((_, i) => i % 17 === 0),
    output.filter((_, i) => i % 17 !== 0),
  ]);

  const expected = await original();
  expect(received.map(({ length }) => length)).toEqual([512, 512 * 16, 384, 384 * 16]);
  for (const [i, output] of received.entries()) {
    expect(output).toHaveLength(expected[i]!.length);
    const furthest = output.reduce((most, value, j) => Math.max(most, Math.abs(value - expected[i]![j]!)), 0);
    expect(furthest, `output ${i}`).toBeLessThan(1e-3);
  }
});
