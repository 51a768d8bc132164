// What somebody does with the plugin of examples/custom-plugin: train its network, save, load, recognise, convert.
import { createBatches, createSyntheticDataset, drawFace, selectSplit } from '@fer/dataset';
import { exportWeights, importWeights } from '@fer/formats';
import { createFer, saveWeights } from '@fer/model';
import { onnxRuntimePlugin } from '@fer/runtime-onnx';
import { train } from '@fer/train';
import { plugin } from 'fer-plugin-attention';

const fer = createFer({ plugins: [plugin] });

const faces = createSyntheticDataset({ seed: 1, training: 32, public: 0, private: 0 });
const training = selectSplit(faces, 'training');
const { best, graph, architecture, labels, input } = await train({
  architecture: 'attention-net',
  plugins: fer.plugins,
  batches: createBatches(training, { batchSize: 16, seed: 1, stepsPerEpoch: 2 }),
  epochs: 1,
});

const weights = { architecture, labels, input, licence: 'CC0-1.0', tensors: best.tensors };
await saveWeights('by-architecture', weights); // needs the plugin to be read
await saveWeights('by-graph', { ...weights, graph }); // needs none: the graph has no block left

const files = await exportWeights(await fer.loadWeights('by-architecture'), 'onnx', { plugins: fer.plugins });
const converted = await importWeights(files, { input, labels });

const face = drawFace({ emotion: 'happy', seed: 1 });
const scores = [];
for (const [bound, options] of [
  [fer, { weights: 'by-architecture', runtime: 'wasm' }],
  [createFer({ plugins: [] }), { weights: 'by-graph', runtime: 'wasm' }],
  [createFer({ plugins: [onnxRuntimePlugin()] }), { weights: 'by-graph', runtime: 'onnx' }],
  [createFer({ plugins: [] }), { weights: converted, runtime: 'wasm' }],
]) {
  const recognizer = await bound.createRecognizer({ ...options, detector: false });
  const [found] = await recognizer.recognize(face);
  scores.push(Object.values(found.scores));
  recognizer.dispose();
}

/** A face that changes, in a video. */
async function* frames() {
  for (const emotion of ['happy', 'sad', 'angry', 'surprise']) yield drawFace({ emotion, seed: 1 });
}

// Whatever the network says of the frames, the emotion of the first one is held.
const recognizer = await fer.createRecognizer({ weights: 'by-architecture', detector: false });
const smoothing = { id: 'hysteresis', holdMs: 60_000 };
const held = [];
for await (const { faces } of recognizer.watch(frames(), { smoothing })) {
  held.push(faces[0].emotion);
}
recognizer.dispose();

const types = graph.layers.map(({ type }) => type);
process.stdout.write(JSON.stringify({ types, scores, held, files: [...files.keys()] }));
