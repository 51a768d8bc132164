/**
 * How FER2013's pictures lie about the faces that `@fer/detector-blazeface` finds in them, and what recognition loses when
 * faces are found, levelled and cut out of larger scenes instead of being given as they are.
 *
 * `npx tsx bench/crop-rule.ts --data <fer2013> [--every <n>]`, after `npm run build`; the n-th pictures only.
 */
import { parseArgs } from 'node:util';
import { type DetectedFace, type FaceRegion, preprocessFace, type RasterImage } from '@fer/core';
import { loadDataset, selectSplit } from '@fer/dataset';
import { createPlugin } from '@fer/detector-blazeface';
import { loadModel, mcnemar } from '@fer/model';
import { pasteIntoScene } from './pasted-scenes.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, every: { type: 'string', default: '1' } },
});
if (!options.data) throw new Error('Usage: bench/crop-rule.ts --data <fer2013> [--every <n>]');
const every = Number(options.every);
/** Pictures of Training, for medians. */
const EVERY_TRAINING = 20;

const dataset = await loadDataset(options.data);
const { network, weights } = await loadModel();
const detector = await createPlugin().contributes.detectors[0].create({
  loadNetwork: async (files) => (await loadModel({ weights: files })).network,
  preprocess: preprocessFace,
});

const rule = await measureRule();
console.log('Medians of Training, in parts of the picture:', rule);
await measureLoss();
network.dispose();
detector.dispose?.();

/** Where faces lie in pictures of Training that are enlarged fourfold before gray, and how many are found in them as they are. */
async function measureRule() {
  const places: { size: number; middle: number; eyes: number; apart: number }[] = [];
  let [count, alone] = [0, 0];
  const { images, count: all } = selectSplit(dataset, 'training');
  for (let i = 0; i < all; i += EVERY_TRAINING) {
    count++;
    const picture = pictureOf(images, i);
    if ((await detector.detect(picture)).length > 0) alone++;
    const [face] = await detector.detect(beforeGray(picture));
    if (face === undefined) continue;
    const { box } = face;
    const { rightEye, leftEye } = face.points!;
    const part = (y: number) => (y - 96) / 192;
    places.push({
      size: box.width / 192,
      middle: part(box.y + box.height / 2),
      eyes: part((rightEye.y + leftEye.y) / 2),
      apart: Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y) / 192,
    });
  }
  console.log(`Training: ${count} pictures; found ${places.length} before gray, ${alone} alone`);
  const middleOf = (of: (place: (typeof places)[number]) => number) =>
    places.map(of).sort((a, b) => a - b)[places.length >> 1]!;
  return {
    size: middleOf(({ size }) => size),
    middle: middleOf(({ middle }) => middle),
    eyes: middleOf(({ eyes }) => eyes),
    apart: middleOf(({ apart }) => apart),
  };
}

/** Scenes of PublicTest: what is found, and what of it is read aright. */
async function measureLoss(): Promise<void> {
  const ways = {
    'given as they are': (_: DetectedFace, pasted: FaceRegion) => pasted,
    'cut where they were pasted': (_: DetectedFace, pasted: FaceRegion) => pasted,
    'cut as the detector says': (face: DetectedFace) => face.region ?? squareOf(face),
    'the box, not turned': (face: DetectedFace) => ({ ...squareOf(face), angle: 0 }),
    'median place in Training': (face: DetectedFace) => likeTraining(face),
  };
  const right: Record<string, boolean[]> = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  const { images, labels, count: all } = selectSplit(dataset, 'public');
  let count = 0;
  for (let i = 0; i < all; i += every) {
    count++;
    const picture = pictureOf(images, i);
    const { image, pasted } = pasteIntoScene(picture.data, i);
    const face = (await detector.detect(image)).find(({ box }) => isInside(box, pasted));
    if (face === undefined) continue;
    for (const [way, regionOf] of Object.entries(ways)) {
      const isWhole = way === 'given as they are';
      const pixels = isWhole
        ? preprocessFace(picture, weights.input)
        : preprocessFace(image, weights.input, regionOf(face, pasted));
      const scores = await network.predict(pixels, 1);
      right[way]!.push(scores.indexOf(Math.max(...scores)) === labels[i]);
    }
  }
  const [whole] = Object.values(right) as [boolean[]];
  console.log(`PublicTest: ${count} scenes; found ${percent(whole.length / count)}`);
  for (const [way, answers] of Object.entries(right)) {
    const top1 = share(answers);
    const { pValue } = mcnemar(whole, answers);
    console.log(`${way}: ${percent(top1)} (${percent(top1 - share(whole))}, p ${pValue.toPrecision(2)})`);
  }
}

/** As large as the median face of Training would have it, with the eyes where that has them. */
function likeTraining(face: DetectedFace): FaceRegion {
  const { angle = 0, width } = squareOf(face);
  const { rightEye, leftEye } = face.points!;
  const side = width / rule.size;
  const down = (0.5 - rule.eyes) * side;
  const x = (rightEye.x + leftEye.x) / 2 - Math.sin(angle) * down;
  const y = (rightEye.y + leftEye.y) / 2 + Math.cos(angle) * down;
  return { x: x - side / 2, y: y - side / 2, width: side, height: side, angle };
}

function squareOf({ box, points }: DetectedFace): FaceRegion {
  const { rightEye, leftEye } = points!;
  return { ...box, angle: Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x) };
}

function pictureOf(images: Uint8Array, i: number): RasterImage & { readonly data: Uint8Array } {
  return { data: images.subarray(i * 48 * 48, (i + 1) * 48 * 48), width: 48, height: 48, channels: 1 };
}

/** 384×384, the picture fourfold in the middle. */
function beforeGray(picture: RasterImage): RasterImage {
  const spec = {
    width: 192,
    height: 192,
    channels: 1,
    resize: 'bilinear-antialias',
    range: [0, 255],
  } as const;
  const large = preprocessFace(picture, spec);
  const data = new Uint8Array(384 * 384).fill(128);
  for (let row = 0; row < 192; row++)
    data.set(large.subarray(row * 192, (row + 1) * 192), (96 + row) * 384 + 96);
  return { data, width: 384, height: 384, channels: 1 };
}

function isInside(box: FaceRegion, pasted: FaceRegion): boolean {
  const across = box.x + box.width / 2 - (pasted.x + pasted.width / 2);
  const down = box.y + box.height / 2 - (pasted.y + pasted.height / 2);
  return Math.hypot(across, down) < pasted.width / 2;
}

function share(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length / answers.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
