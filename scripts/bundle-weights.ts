// Makes the weights of a training the bundled ones of @fer/model, or weights of @fer/pretrained by an id, scores them and
// writes the model card:
//   node --conditions=@fer/source --import tsx scripts/bundle-weights.ts <folder of fer train> <fer2013 data>
//     [--pretrained <id>] [--ferplus <ferplus.csv>]
// Weights that know contempt are scored by FER+'s majority, whose file they need; others by FER2013's labels.
// Every choice was made on PublicTest by then: this is the one place where PrivateTest is scored.
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDuplicates, loadDataset } from '@fer/dataset';
import {
  builtinPlugin,
  fitTemperature,
  loadModel,
  loadWeights,
  predictImages,
  saveWeights,
  scoreProbabilities,
  type Weights,
} from '@fer/model';
import { type SelectedImages, selectImages } from '../packages/cli/src/evaluation/select-images.ts';
import { modelCard, type SplitScores } from './model-card.ts';

/** How weights are stored that packages bring. */
const DTYPE = 'int8';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pretrained: { type: 'string' }, ferplus: { type: 'string' } },
});
const [trained, data] = positionals;
if (!trained || !data) throw new Error('Say which: bundle-weights.ts <folder of fer train> <fer2013 data>');

const dataset = await loadDataset(data, { ferplus: values.ferplus });
if (!dataset.source.recognisedAs) throw new Error(`${data} is not the published FER2013.`);
const weights = await loadWeights(trained);
const id = values.pretrained ?? weights.architecture.id;
const packageName = values.pretrained === undefined ? '@fer/model' : '@fer/pretrained';
const folder = new URL(`../packages/${packageName.slice('@fer/'.length)}/`, import.meta.url);
const target = fileURLToPath(new URL(`weights/${id}`, folder));
const labelSource = weights.labels.includes('contempt') ? 'ferplus' : 'fer2013';
if (labelSource === 'ferplus' && !dataset.votes) throw new Error('Give the votes: --ferplus <ferplus.csv>');
await bundle(weights);

// Scored as stored.
const model = await loadModel({ weights: target, runtime: 'wasm' });
const { sharedWithTraining } = findDuplicates(dataset);
const images = { public: select('public'), private: select('private') };
const answers = { public: await answer(images.public), private: await answer(images.private) };
const names = { labels: weights.labels, dataLabels: images.public.dataLabels };
// To four decimals, so that the file says what was measured with.
const temperature = fitTemperature(answers.public, images.public.labels, names);
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
  calibration: {
    temperature,
    fittedOn: `${dataset.name} public${labelSource === 'ferplus' ? ', majority of FER+' : ''}`,
  },
  training: { ...weights.training, evaluation: summary },
});
const { description } = builtinPlugin.contributes.architectures.find(
  (architecture) => architecture.id === weights.architecture.id,
)!;
const card = values.pretrained === undefined ? 'MODEL_CARD.md' : `MODEL_CARDS/${id}.md`;
await writeFile(
  new URL(card, folder),
  modelCard({ id, packageName, dtype: DTYPE, weights, description, labelSource, parameters, scores }),
);

/** In a folder without weights the shards get plain names, which are those that the package lists. */
async function bundle(scored: Weights): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await saveWeights(target, scored, { dtype: DTYPE });
}

function select(split: 'public' | 'private'): SelectedImages {
  return selectImages(dataset, split, labelSource, [weights.labels]);
}

/** @returns `[count, classes]` */
async function answer(selected: SelectedImages): Promise<Float32Array> {
  return predictImages(model.network, selected, { input: weights.input });
}

function score(split: 'public' | 'private'): SplitScores {
  const { labels, rows } = images[split];
  const probabilities = answers[split];
  const classes = weights.labels.length;
  const copies = new Set(sharedWithTraining[split]);
  const kept = [...rows.keys()].filter((image) => !copies.has(rows[image]!));
  const keptProbabilities = Float32Array.from(
    kept.flatMap((image) => [...probabilities.subarray(image * classes, (image + 1) * classes)]),
  );
  const keptLabels = Uint8Array.from(kept, (image) => labels[image]!);
  return {
    all: scoreProbabilities(probabilities, labels, { ...names, temperature }),
    unseen: scoreProbabilities(keptProbabilities, keptLabels, { ...names, temperature }),
    seen: rows.length - kept.length,
  };
}
