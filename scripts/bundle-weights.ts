// Makes the weights of a training the bundled ones of @fer/model, or weights of @fer/pretrained by an id, scores them and
// writes the model card:
//   node --conditions=@fer/source --import tsx scripts/bundle-weights.ts <folder of fer train> <fer2013 data> [--pretrained <id>]
// Every choice was made on PublicTest by then: this is the one place where PrivateTest is scored.
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDuplicates, loadDataset, SPLITS, selectSplit } from '@fer/dataset';
import {
  type Evaluation,
  fitTemperature,
  loadModel,
  loadWeights,
  predictImages,
  saveWeights,
  scoreProbabilities,
  type Weights,
} from '@fer/model';
import { modelCard } from './model-card.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pretrained: { type: 'string' } },
});
const [trained, data] = positionals;
if (!trained || !data) throw new Error('Say which: bundle-weights.ts <folder of fer train> <fer2013 data>');

const dataset = await loadDataset(data);
if (!dataset.source.recognisedAs) throw new Error(`${data} is not the published FER2013.`);
const weights = await loadWeights(trained);
const id = values.pretrained ?? weights.architecture.id;
const packageName = values.pretrained === undefined ? '@fer/model' : '@fer/pretrained';
const folder = new URL(`../packages/${packageName.slice('@fer/'.length)}/`, import.meta.url);
const target = fileURLToPath(new URL(`weights/${id}`, folder));
await bundle(weights);

// Scored as stored: in float16.
const model = await loadModel({ weights: target, runtime: 'wasm' });
const { sharedWithTraining } = findDuplicates(dataset);
const answers = { public: await answer('public'), private: await answer('private') };
// To four decimals, so that the file says what was measured with.
const temperature = fitTemperature(answers.public, selectSplit(dataset, 'public').labels);
const scores = { public: score('public'), private: score('private') };
const parameters = [...weights.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
model.dispose();

const summary = Object.fromEntries(
  Object.entries(scores).map(([split, { all }]) => [
    split,
    {
      count: all.count,
      loss: all.loss,
      top1: all.top1,
      balancedAccuracy: all.balancedAccuracy,
      intervals: { ...all.intervals },
    },
  ]),
);
await bundle({
  ...weights,
  calibration: { temperature, fittedOn: `${dataset.name} public` },
  training: { ...weights.training, evaluation: summary },
});
const card = values.pretrained === undefined ? 'MODEL_CARD.md' : `MODEL_CARDS/${id}.md`;
await writeFile(new URL(card, folder), modelCard({ id, packageName, weights, parameters, scores }));

/** In a folder without weights the shards get plain names, which are those that the package lists. */
async function bundle(scored: Weights): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await saveWeights(target, scored, { dtype: 'float16' });
}

/** @returns `[count, 7]` */
async function answer(split: 'public' | 'private'): Promise<Float32Array> {
  return predictImages(model.network, selectSplit(dataset, split), { input: weights.input });
}

function score(split: 'public' | 'private'): { all: Evaluation; unseen: Evaluation; seen: number } {
  const { labels } = selectSplit(dataset, split);
  const probabilities = answers[split];
  const copies = new Set(sharedWithTraining[split]);
  const rows = [...dataset.splits.keys()].filter((row) => dataset.splits[row] === SPLITS.indexOf(split));
  const kept = [...rows.keys()].filter((image) => !copies.has(rows[image]!));
  const classes = probabilities.length / rows.length;
  const keptProbabilities = Float32Array.from(
    kept.flatMap((image) => [...probabilities.subarray(image * classes, (image + 1) * classes)]),
  );
  const keptLabels = Uint8Array.from(kept, (image) => labels[image]!);
  return {
    all: scoreProbabilities(probabilities, labels, { temperature }),
    unseen: scoreProbabilities(keptProbabilities, keptLabels, { temperature }),
    seen: copies.size,
  };
}
