// Makes the weights of a training the bundled ones of @fer/model, or weights of @fer/pretrained by an id, scores them and
// writes the model card:
//   node --conditions=@fer/source --import tsx scripts/bundle-weights.ts <folder of fer train> <fer2013 data> [--pretrained <id>]
// Every choice was made on PublicTest by then: this is the one place where PrivateTest is scored.
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LabelledImages } from '@fer/core';
import { type FaceDataset, findDuplicates, loadDataset, SPLITS, type Split, selectSplit } from '@fer/dataset';
import { type Evaluation, evaluate, loadModel, loadWeights, saveWeights, type Weights } from '@fer/model';
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
const scores = {
  public: await score('public'),
  private: await score('private'),
};
const parameters = [...weights.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
model.dispose();

const summary = Object.fromEntries(
  Object.entries(scores).map(([split, { all }]) => [
    split,
    { count: all.count, loss: all.loss, top1: all.top1, balancedAccuracy: all.balancedAccuracy },
  ]),
);
await bundle({ ...weights, training: { ...weights.training, evaluation: summary } });
const card = values.pretrained === undefined ? 'MODEL_CARD.md' : `MODEL_CARDS/${id}.md`;
await writeFile(new URL(card, folder), modelCard({ id, packageName, weights, parameters, scores }));

/** In a folder without weights the shards get plain names, which are those that the package lists. */
async function bundle(scored: Weights): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await saveWeights(target, scored, { dtype: 'float16' });
}

async function score(
  split: 'public' | 'private',
): Promise<{ all: Evaluation; unseen: Evaluation; seen: number }> {
  const { input } = weights;
  const all = await evaluate(model.network, selectSplit(dataset, split), { input });
  const images = withoutRows(dataset, split, new Set(sharedWithTraining[split]));
  const unseen = await evaluate(model.network, images, { input });
  return { all, unseen, seen: all.count - unseen.count };
}

function withoutRows(faces: FaceDataset, split: Split, left: ReadonlySet<number>): LabelledImages {
  const rows = Array.from({ length: faces.count }, (_, row) => row).filter(
    (row) => faces.splits[row] === SPLITS.indexOf(split) && !left.has(row),
  );
  const area = faces.width * faces.height;
  const images = new Uint8Array(rows.length * area);
  for (const [at, row] of rows.entries())
    images.set(faces.images.subarray(row * area, (row + 1) * area), at * area);
  const labels = Uint8Array.from(rows, (row) => faces.labels[row]!);
  return { images, labels, count: rows.length, width: faces.width, height: faces.height };
}
