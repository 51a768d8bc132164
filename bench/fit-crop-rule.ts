/**
 * The weights of `packages/detector-blazeface/src/face-region.ts`: how pictures of FER2013's Training, pasted into scenes,
 * lie about the faces that are found in them. Least squares, in which the faces that lie farthest off count less (Huber 1964).
 *
 * `npx tsx bench/fit-crop-rule.ts --data <fer2013>`, after `npm run build`.
 */
import { parseArgs } from 'node:util';
import { preprocessFace } from '@fer/core';
import { loadDataset, selectSplit } from '@fer/dataset';
import { createPlugin } from '@fer/detector-blazeface';
import { loadModel } from '@fer/model';
import { faceMeasures } from '../packages/detector-blazeface/src/face-measures.ts';
import { isInside, pasteIntoScene } from './pasted-scenes.ts';

const { values: options } = parseArgs({ options: { data: { type: 'string' } } });
if (!options.data) throw new Error('Usage: bench/fit-crop-rule.ts --data <fer2013>');
/** Pictures of Training. */
const EVERY = 10;
/** Other scenes than those of PublicTest, whose seeds are its rows. */
const FIRST_SEED = 1_000_000;
/** Standard deviations from which a face counts less. */
const FAR = 1.5;
const REPEATS = 5;

const detector = await createPlugin().contributes.detectors[0].create({
  loadNetwork: async (weights, { inputSize } = {}) => (await loadModel({ weights, inputSize })).network,
  preprocess: preprocessFace,
});
const { images, count } = selectSplit(await loadDataset(options.data), 'training');
const sideways: number[][] = [];
const lengthways: number[][] = [];
const squares: { right: number; angle: number; down: number; size: number }[] = [];
for (let i = 0; i < count; i += EVERY) {
  const { image, pasted } = pasteIntoScene(images.subarray(i * 48 * 48, (i + 1) * 48 * 48), FIRST_SEED + i);
  const face = (await detector.detect(image)).find(({ box }) => isInside(box, pasted));
  if (face === undefined) continue;
  const { box, points } = face;
  const measures = faceMeasures(box, points as Parameters<typeof faceMeasures>[1]);
  sideways.push([...measures.sideways]);
  lengthways.push([...measures.lengthways]);
  const { side } = measures;
  squares.push({
    right: (pasted.x + pasted.width / 2 - box.x - box.width / 2) / side,
    angle: pasted.angle,
    down: (pasted.y + pasted.height / 2 - box.y - box.height / 2) / side,
    size: Math.log(pasted.width / side),
  });
}
detector.dispose?.();
console.log(`${squares.length} faces`);
print(['right', 'angle'], sideways);
print(['down', 'size'], lengthways);

function print(names: (keyof (typeof squares)[number])[], measures: readonly number[][]): void {
  const targets = names.map((name) => squares.map((square) => square[name]));
  robustFit(measures, targets).forEach((weights, i) => {
    console.log(`${names[i]}: [${weights.map((weight) => +weight.toFixed(2)).join(', ')}],`);
  });
}

/** @returns of each of the targets the weights of the measures; a face counts alike for all of them */
function robustFit(x: readonly number[][], targets: readonly number[][]): number[][] {
  let counts = x.map(() => 1);
  let weights: number[][] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    weights = targets.map((y) => leastSquares(x, y, counts));
    const errors = targets.map((y, t) => standardized(x.map((row, i) => y[i]! - dot(row, weights[t]!))));
    counts = x.map((_, i) =>
      Math.min(1, FAR / Math.hypot(...errors.map((error) => error[i]! / Math.sqrt(errors.length)))),
    );
  }
  return weights;
}

function leastSquares(x: readonly number[][], y: readonly number[], counts: readonly number[]): number[] {
  const sumOf = (term: (row: readonly number[], i: number) => number) =>
    x.reduce((sum, row, i) => sum + counts[i]! * term(row, i), 0);
  return solve(
    x[0]!.map((_, j) => [
      ...x[0]!.map((_, k) => sumOf((row) => row[j]! * row[k]!)),
      sumOf((row, i) => row[j]! * y[i]!),
    ]),
  );
}

function standardized(errors: readonly number[]): number[] {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
  return errors.map((error) => error / Math.sqrt(variance));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Gauss–Jordan elimination of a positive definite system, `[n][n + 1]`, in place. */
function solve(rows: number[][]): number[] {
  rows.forEach((pivot, j) => {
    const scale = pivot[j]!;
    pivot.forEach((value, k) => {
      pivot[k] = value / scale;
    });
    for (const row of rows) {
      const factor = row[j]!;
      if (row !== pivot)
        row.forEach((value, k) => {
          row[k] = value - factor * pivot[k]!;
        });
    }
  });
  return rows.map((row) => row.at(-1)!);
}
