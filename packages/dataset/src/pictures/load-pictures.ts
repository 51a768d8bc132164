import { builtinDecoders, createRegistry, FerError, type InputSpec } from '@fer/core';
import { type FaceDataset, SPLITS } from '../face-dataset.ts';
import { FACE_PIXELS } from '../fer2013/format.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import { MOST_FACES, tooManyFaces } from '../limits.ts';
import { nameOf } from '../name-of.ts';
import { LISTED_SKIPPED_ROWS } from '../skip-list.ts';
import { groupExactCopies } from '../statistics/exact-copies.ts';
import { type Cropping, cropFace } from './crop-face.ts';
import { holdOut } from './hold-out.ts';
import { type LabelledPicture, labelPictures } from './label-pictures.ts';
import { listPictures } from './list-pictures.ts';
import { assertPictureOptions, LOAD_PICTURES_DEFAULTS, type LoadPicturesOptions } from './picture-options.ts';
import type { PictureSource } from './picture-source.ts';

/** A file that is no row of a data set. */
export interface LeftOutPicture {
  /** Its path in the source. */
  readonly name: string;
  readonly reason: string;
}

/** Pictures of one's own, cut out and made what a network sees. */
export interface PictureDataset extends FaceDataset {
  /** What the folders are called. */
  readonly labelNames: readonly string[];
  /** All files that are no rows, in order, each with its reason. */
  readonly leftOut: readonly LeftOutPicture[];
}

interface Face extends LabelledPicture {
  /** `[height, width]` */
  readonly pixels: Uint8Array;
}

/** A photo of a phone has 150 MB while it is decoded in full. */
const CONCURRENCY = 4;

/**
 * Loads pictures of one's own, in a folder for each label (`happy/`, `bored/`, any names), of any size and format that can
 * be decoded: the largest face of each is cut out and made as large and as gray as the network expects it. Folders `train`,
 * `validation`, `test` around the labels say the splits; else a share of each label's pictures is drawn for `public`. A picture
 * that is no larger than the network's input is a face already, and `finder` is not asked.
 *
 * Rows are ordered by split and within a split by path. Files that are no pictures, pictures without a face, that show
 * nothing, or that are there already are told in `leftOut`; hidden files are passed over. Links are followed (Node).
 *
 * ```ts
 * const pictures = await loadPictures('my-pictures', { input: weights.input, finder: await createFaceFinder() });
 * const { labelNames, leftOut } = pictures;
 * ```
 *
 * @throws FerError `FER_INVALID_ARGUMENT`; `FER_DATA_NOT_FOUND`; `FER_DATA_EMPTY` for fewer than two labels, or a label without
 * a picture to train on; `FER_DATA_UNSUPPORTED` for too many; `FER_DECODER_MISSING`; whatever `finder` throws; the reason of
 * `signal` if aborted
 */
export async function loadPictures(
  source: PictureSource,
  options: LoadPicturesOptions,
): Promise<PictureDataset> {
  assertPictureOptions(options);
  const { input, finder, plugins = [], maxPixels, signal, onProgress } = options;
  const { validationShare = LOAD_PICTURES_DEFAULTS.validationShare, seed = LOAD_PICTURES_DEFAULTS.seed } =
    options;
  const { decoders } = createRegistry([...plugins, builtinDecoders]);
  signal?.throwIfAborted();
  const listing = await listPictures(source, signal);
  const { location } = listing;
  assertNotTooMany(listing.files.length, input, location);
  const { pictures, labelNames, unlabelled } = labelPictures(listing);

  const leftOut = unlabelled.map(({ path }) => leave(path, 'it lies in no folder of a label'));
  const cropping: Cropping = { input, finder, decoders, maxPixels, signal };
  const cropped = await cropAll(pictures, cropping, onProgress);
  const found: Face[] = [];
  for (const [i, pixels] of cropped.entries()) {
    if (typeof pixels === 'string') leftOut.push(leave(pictures[i]!.file.path, pixels));
    else found.push({ ...pictures[i]!, pixels });
  }
  const faces = onceEach(found, leftOut, labelNames);
  leftOut.sort((a, b) => (a.name < b.name ? -1 : 1));
  const labels = Uint8Array.from(faces, ({ label }) => label);
  const splits = faces.some(({ split }) => split !== undefined)
    ? Uint8Array.from(faces, ({ split }) => split!)
    : holdOut(labels, validationShare, seed);
  assertAllLabels({ labels, splits, labelNames, location, leftOut });
  return inOrderOfSplits(faces, splits, { input, location, labelNames, leftOut });
}

/** @returns in the order of `pictures`, a face, or why there is none */
async function cropAll(
  pictures: readonly LabelledPicture[],
  cropping: Cropping,
  onProgress: LoadPicturesOptions['onProgress'],
): Promise<(Uint8Array | string)[]> {
  const cropped: (Uint8Array | string)[] = [];
  let done = 0;
  await fewAtATime(
    pictures.length,
    async (index) => {
      cropping.signal?.throwIfAborted();
      cropped[index] = await cropFace(pictures[index]!.file, cropping);
      onProgress?.({ done: ++done, count: pictures.length });
      return undefined;
    },
    CONCURRENCY,
  );
  return cropped;
}

/** The faces without those that show nothing or that are there before: no picture is trained on and scored too. */
function onceEach(faces: readonly Face[], leftOut: LeftOutPicture[], labelNames: readonly string[]): Face[] {
  const images = joined(faces);
  const { constant, classes } = groupExactCopies(images, faces.length);
  for (const row of constant) leftOut.push(leave(faces[row]!.file.path, 'it shows one level of gray'));
  for (const [first, ...copies] of classes) {
    const kept = faces[first!]!;
    for (const { file, label } of copies.map((row) => faces[row]!)) {
      const other = label === kept.label ? '' : `, which is ${labelNames[kept.label]}`;
      leftOut.push(leave(file.path, `it shows the same as ${kept.file.path}${other}`));
    }
  }
  return classes.map(([first]) => faces[first!]!);
}

function inOrderOfSplits(
  faces: readonly Face[],
  splits: Uint8Array,
  about: Pick<PictureDataset, 'labelNames' | 'leftOut'> & { input: InputSpec; location: string },
): PictureDataset {
  const { input, location, labelNames, leftOut } = about;
  const rows = [...faces.keys()].sort((a, b) => splits[a]! - splits[b]! || a - b);
  return {
    name: nameOf(location),
    width: input.width,
    height: input.height,
    count: rows.length,
    images: joined(rows.map((row) => faces[row]!)),
    labels: Uint8Array.from(rows, (row) => faces[row]!.label),
    labelNames,
    splits: Uint8Array.from(rows, (row) => splits[row]!),
    source: { location },
    skipped: {
      count: leftOut.length,
      rows: leftOut
        .slice(0, LISTED_SKIPPED_ROWS)
        .map(({ name, reason }, i) => ({ row: i + 1, reason: `${name}: ${reason}` })),
    },
    leftOut,
  };
}

/** `[count, height, width]` */
function joined(faces: readonly Face[]): Uint8Array {
  const area = faces[0]?.pixels.length ?? 0;
  const images = new Uint8Array(faces.length * area);
  for (const [row, { pixels }] of faces.entries()) images.set(pixels, row * area);
  return images;
}

/** So that a label is never lost unnoticed. */
function assertAllLabels({
  labels,
  splits,
  labelNames,
  location,
  leftOut,
}: Pick<PictureDataset, 'labels' | 'splits' | 'labelNames' | 'leftOut'> & { location: string }): void {
  const isTrained = splits.includes(SPLITS.indexOf('training'));
  const counts = labelNames.map(() => 0);
  for (const [row, label] of labels.entries()) if (!isTrained || splits[row] === 0) counts[label]!++;
  const missing = labelNames.find((_, label) => counts[label] === 0);
  if (missing === undefined) return;
  const first = leftOut.find(({ name }) => name.split('/').includes(missing)) ?? leftOut[0];
  const why = first ? ` ${leftOut.length} files were left out (${first.name}: ${first.reason}).` : '';
  throw new FerError(
    'FER_DATA_EMPTY',
    `${location} has no picture of '${missing}'${isTrained ? ' to train on' : ''}.${why} Add some, or take the folder away.`,
    { details: { location, label: missing, leftOut: leftOut.slice(0, LISTED_SKIPPED_ROWS) } },
  );
}

/** A file is at most one picture, so that no more than these are held in memory. */
function assertNotTooMany(count: number, { width, height }: InputSpec, location: string): void {
  const most = Math.floor(Math.min(MOST_FACES, (MOST_FACES * FACE_PIXELS) / (width * height)));
  if (count > most) throw tooManyFaces(location, 'pictures', most);
}

function leave(name: string, reason: string): LeftOutPicture {
  return { name, reason };
}
