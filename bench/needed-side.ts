/**
 * What pictures lose when they are decoded small (`needed-side.ts` of `@fer/model`): faces of PublicTest, enlarged to JPEG
 * files, decoded to several sizes and in full. First each as a whole picture, then pasted into a scene in which the
 * detector looks for it.
 *
 *   node --conditions=@fer/source --import tsx bench/needed-side.ts --data <fer2013> [--faces 300]
 *     [--only whole,scenes]
 *
 * Faces are taken evenly over the split.
 */
import { parseArgs } from 'node:util';
import { createRandom, type DetectedFace, loadImage, preprocessFace, type RasterImage } from '@fer/core';
import { loadDataset, selectSplit } from '@fer/dataset';
import { plugin } from '@fer/detector-blazeface';
import { loadModel } from '@fer/model';
import sharp from 'sharp';
import { pasteIntoScene } from './pasted-scenes.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    faces: { type: 'string', default: '300' },
    only: { type: 'string', default: 'whole,scenes' },
  },
});
if (!options.data) throw new Error('Usage: bench/needed-side.ts --data <fer2013> [--faces 300]');
const count = Number(options.faces);

/** Of the network's own pixels, 48, where a whole picture is a face. */
const PIXELS_FOR_ONE = [4, 5, 6, 8, 10];
/** Of the shorter side of a scene. */
const SCENE_SIDES = [256, 320, 360, 400, 480, 640];
/** How long a pasted face is in a scene of 640×480, in pixels. */
const PASTED_SIDES = [
  [50, 80],
  [80, 120],
  [120, 240],
] as const;
/** A scene is enlarged by as much. */
const SCENE_SCALE = 4;
const KERNELS = ['cubic', 'mitchell', 'lanczos2', 'lanczos3'] as const;

const { images, labels, count: all } = selectSplit(await loadDataset(options.data), 'public');
const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
const { network, weights } = await loadModel();
const preprocess = network.preprocess ?? preprocessFace;
const detector = await plugin.contributes.detectors[0].create({
  loadNetwork: async (weights, { inputSize } = {}) => (await loadModel({ weights, inputSize })).network,
  preprocess,
});

if (options.only.includes('whole')) await measureWholePictures();
if (options.only.includes('scenes')) for (const sides of PASTED_SIDES) await measureScenes(sides);
network.dispose();
detector.dispose?.();

async function measureWholePictures(): Promise<void> {
  const tallies = PIXELS_FOR_ONE.map((factor) => ({ factor, most: 0, sum: 0, same: 0, right: 0 }));
  let rightInFull = 0;
  for (const [i, index] of chosen.entries()) {
    const random = createRandom(index);
    const side = 1500 + random.integer(1501);
    const file = await sharp(pixelsOf(index), { raw: { width: 48, height: 48, channels: 1 } })
      .resize(side, side, { kernel: KERNELS[i % KERNELS.length]! })
      .jpeg({ quality: 90 })
      .toBuffer();
    const full = await predict(await loadImage(file));
    if (best(full) === labels[index]) rightInFull++;
    for (const tally of tallies) {
      const small = await predict(await loadImage(file, { minSide: tally.factor * 48 }));
      tally.most = Math.max(tally.most, largestDistance(small, full));
      tally.sum += meanDistance(small, full);
      if (best(small) === best(full)) tally.same++;
      if (best(small) === labels[index]) tally.right++;
    }
  }
  console.log(`Whole pictures, ${count} faces; in full ${rightInFull} are right.`);
  console.table(tallies.map(({ sum, ...tally }) => ({ ...tally, mean: sum / count })));
}

async function measureScenes([shortest, longest]: readonly [number, number]): Promise<void> {
  const sides = [Number.POSITIVE_INFINITY, ...SCENE_SIDES];
  const tallies = sides.map((minSide) => ({ minSide, found: 0, right: 0, same: 0, most: 0, sum: 0 }));
  let inFull = 0;
  for (const index of chosen) {
    const side = createRandom(index, 3).uniform(shortest, longest);
    const { image, pasted } = pasteIntoScene(pixelsOf(index), index, side);
    const { data, width, height } = image;
    const file = await sharp(data, { raw: { width, height, channels: 1 } })
      .resize(width * SCENE_SCALE, height * SCENE_SCALE, { kernel: 'cubic' })
      .jpeg({ quality: 90 })
      .toBuffer();
    let full: Float32Array | undefined;
    for (const tally of tallies) {
      const scene = await loadImage(file, Number.isFinite(tally.minSide) ? { minSide: tally.minSide } : {});
      const scale = scene.width / width;
      const faces = await detector.detect(scene);
      const middle = { x: (pasted.x + side / 2) * scale, y: (pasted.y + side / 2) * scale };
      const face = faces.find(({ box }) => isIn(box, middle));
      if (face === undefined) continue;
      tally.found++;
      const small = await predict(scene, face);
      if (best(small) === labels[index]) tally.right++;
      if (tally === tallies[0]) {
        full = small;
        inFull++;
      }
      // Where it is found in a small picture alone there is nothing to compare with.
      if (full === undefined) continue;
      tally.most = Math.max(tally.most, largestDistance(small, full));
      tally.sum += meanDistance(small, full);
      if (best(small) === best(full)) tally.same++;
    }
  }
  console.log(`Scenes, ${count} faces of ${shortest} to ${longest} pixels where the picture has 640×480.`);
  console.table(tallies.map(({ sum, ...tally }) => ({ ...tally, mean: sum / inFull })));
}

function pixelsOf(index: number): Uint8Array {
  return images.subarray(index * 48 * 48, (index + 1) * 48 * 48);
}

function predict(image: RasterImage, face?: DetectedFace): Promise<Float32Array> {
  return network.predict(preprocess(image, weights.input, face?.region), 1);
}

function best(probabilities: Float32Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

function largestDistance(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

function meanDistance(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

function isIn({ x, y, width, height }: DetectedFace['box'], point: { x: number; y: number }): boolean {
  return point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
}
