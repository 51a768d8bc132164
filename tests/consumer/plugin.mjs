// What somebody does with a plugin that brings a type of layer: train its architecture, save, load, recognise, export.
import { createBatches, createSyntheticDataset, drawFace, selectSplit } from '@fer/dataset';
import { createRecognizer, defineModel, loadWeights, saveWeights } from '@fer/model';
import { onnxRuntimePlugin, writeOnnx } from '@fer/runtime-onnx';
import { train } from '@fer/train';
import { plugin } from 'fer-plugin-attention';

const faces = createSyntheticDataset({ seed: 1, training: 32, public: 0, private: 0 });
const training = selectSplit(faces, 'training');
const { best, graph, architecture, labels, input } = await train({
  architecture: 'attention-net',
  plugins: [plugin],
  batches: createBatches(training, { batchSize: 16, seed: 1, stepsPerEpoch: 2 }),
  epochs: 1,
});
const licence = 'CC0-1.0';
await saveWeights('by-architecture', { architecture, labels, input, licence, tensors: best.tensors });
await saveWeights('by-graph', { architecture, graph, labels, input, licence, tensors: best.tensors });

const face = drawFace({ emotion: 'happy', seed: 1 });
const scores = [];
for (const [weights, plugins, runtime] of [
  ['by-architecture', [plugin], 'wasm'],
  ['by-graph', [], 'wasm'],
  ['by-graph', [onnxRuntimePlugin()], 'onnx'],
]) {
  const fer = await createRecognizer({ weights, plugins, runtime, detector: false });
  const [found] = await fer.recognize(face);
  scores.push(Object.values(found.scores));
  fer.dispose();
}
const model = defineModel(await loadWeights('by-graph'));
const bytes = writeOnnx(model).length;
process.stdout.write(JSON.stringify({ types: graph.layers.map(({ type }) => type), scores, bytes }));
