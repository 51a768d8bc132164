/**
 * What recognition loses when faces are found by `@fer/detector-blazeface` and cut out of larger scenes instead of being
 * given as they are. The rule by which they are cut out comes from `bench/fit-crop-rule.ts`.
 *
 * `npx tsx bench/crop-rule.ts --data <fer2013> [--every <n>]`, after `npm run build`; the n-th pictures only.
 */
import { parseArgs } from 'node:util';
import { type DetectedFace, type FaceRegion, preprocessFace, type RasterImage } from '@fer/core';
import { loadDataset, selectSplit } from '@fer/dataset';
import { createPlugin } from '@fer/detector-blazeface';
import { loadModel, mcnemar } from '@fer/model';
import { isInside, pasteIntoScene } from './pasted-scenes.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, every: { type: 'string', default: '1' } },
});
if (!options.data) throw new Error('Usage: bench/crop-rule.ts --data <fer2013> [--every <n>]');
const every = Number(options.every);

/** What of a scene the network sees. */
const WAYS: Record<string, (face: DetectedFace, pasted: FaceRegion) => FaceRegion> = {
  'cut where it was pasted': (_, pasted) => pasted,
  'cut by the rule': ({ region }) => region!,
  'cut by the rule, unsure ones in the mirror too': ({ region }) => region!,
  'cut by the rule, all in the mirror too': ({ region }) => region!,
  'cut by the rule, not turned': ({ region }) => ({ ...region!, angle: 0 }),
  'the box and a little, levelled by the eyes': levelled,
};
/** Ways that also show the mirror image where the best label has less; the first is that of `createRecognizer`. */
const SURE: Record<string, number> = {
  'cut by the rule, unsure ones in the mirror too': 0.6,
  'cut by the rule, all in the mirror too': Number.POSITIVE_INFINITY,
};
/** How many faces were seen in the mirror, by way. */
const mirrors: Record<string, number> = {};

const { network, weights } = await loadModel();
const detector = await createPlugin().contributes.detectors[0].create({
  loadNetwork: async (weights, { inputSize } = {}) => (await loadModel({ weights, inputSize })).network,
  preprocess: preprocessFace,
});
const { images, labels, count: all } = selectSplit(await loadDataset(options.data), 'public');
const given: boolean[] = [];
const cut: Record<string, boolean[]> = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
let [scenes, alone] = [0, 0];
for (let i = 0; i < all; i += every) {
  scenes++;
  const data = images.subarray(i * 48 * 48, (i + 1) * 48 * 48);
  const picture: RasterImage = { data, width: 48, height: 48, channels: 1 };
  if ((await detector.detect(picture)).length > 0) alone++;
  const { image, pasted } = pasteIntoScene(data, i);
  const face = (await detector.detect(image)).find(({ box }) => isInside(box, pasted));
  if (face === undefined) continue;
  given.push((await answer(picture)) === labels[i]);
  for (const [way, regionOf] of Object.entries(WAYS)) {
    cut[way]!.push((await answer(image, regionOf(face, pasted), way)) === labels[i]);
  }
}
network.dispose();
detector.dispose?.();

console.log(`PublicTest: ${scenes} scenes; found ${percent(given.length / scenes)}`);
console.log(`found without a scene, 48 pixels small: ${percent(alone / scenes)}`);
console.log(`given as it is: ${percent(share(given))}`);
for (const [way, answers] of Object.entries(cut)) {
  const change = share(answers) - share(given);
  const { pValue } = mcnemar(given, answers);
  console.log(
    `${way}: ${percent(share(answers))} (${percent(change)} ± ${percent(halfInterval(answers))}, p ${pValue.toPrecision(2)})`,
  );
}
for (const [way, count] of Object.entries(mirrors)) {
  console.log(`${way}: ${percent(count / given.length)} of the faces were`);
}

async function answer(image: RasterImage, region?: FaceRegion, way = ''): Promise<number> {
  const pixels = preprocessFace(image, weights.input, region);
  const scores = await network.predict(pixels, 1);
  if (Math.max(...scores) < (SURE[way] ?? 0)) {
    mirrors[way] = (mirrors[way] ?? 0) + 1;
    const last = weights.input.width - 1;
    const mirror = pixels.map((_, i) => pixels[i + last - 2 * (i % weights.input.width)]!);
    for (const [i, score] of (await network.predict(mirror, 1)).entries()) scores[i]! += score;
  }
  return scores.indexOf(Math.max(...scores));
}

/** The rule by which one would guess: a square 1.08 times as large as the box, the eyes level, 0.34 of its side from its top. */
function levelled({ box, points }: DetectedFace): FaceRegion {
  const { rightEye, leftEye } = points!;
  const angle = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  const side = Math.max(box.width, box.height) * 1.08;
  const down = (0.5 - 0.34) * side;
  const x = (rightEye.x + leftEye.x) / 2 - Math.sin(angle) * down;
  const y = (rightEye.y + leftEye.y) / 2 + Math.cos(angle) * down;
  return { x: x - side / 2, y: y - side / 2, width: side, height: side, angle };
}

/** Of the 95 % interval of the difference to `given`, in pairs. */
function halfInterval(answers: readonly boolean[]): number {
  const changes = answers.map((isRight, i) => Number(isRight) - Number(given[i]));
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / changes.length;
  return 1.96 * Math.sqrt(variance / changes.length);
}

function share(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length / answers.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
