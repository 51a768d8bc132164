import { EMOTIONS, FerError, findBadLabel } from '@fer/core';
import { labelFromName } from '../emotion-names.ts';
import { SPLITS } from '../face-dataset.ts';
import { splitOfFolder, testIsPrivate } from '../image-folder/classify-path.ts';
import type { ImageFile } from '../image-folder/image-file.ts';
import type { PictureListing } from './list-pictures.ts';

const TRAINING = SPLITS.indexOf('training');

/** A file, and what its folders say. */
export interface LabelledPicture {
  readonly file: ImageFile;
  /** Index into `labelNames`. */
  readonly label: number;
  /** Index into `SPLITS`; `undefined` where no folder says. */
  readonly split: number | undefined;
}

export interface LabelledPictures {
  /** In the order of their splits, then of their paths. */
  readonly pictures: readonly LabelledPicture[];
  readonly labelNames: readonly string[];
  /** Files that lie in no folder of a label. */
  readonly unlabelled: readonly ImageFile[];
}

/**
 * Reads labels off the folders that pictures lie in: `happy/1.jpg`, whatever else lies between, or `train/happy/1.jpg` where
 * all folders at the top are named after splits.
 *
 * Labels are in natural order (`2` before `10`), unless all of them are spellings of expressions: those become `EMOTIONS`'
 * own names, in their order.
 *
 * @throws FerError `FER_DATA_EMPTY` if there are fewer than two labels; `FER_DATA_UNSUPPORTED` if there are more than 255, or a
 * folder `train` stands beside others; `FER_INVALID_ARGUMENT` for a name that no label may have
 */
export function labelPictures({ location, files, empty }: PictureListing): LabelledPictures {
  const paths = [...files.map(({ path }) => foldersOf(path)), ...empty.map((path) => path.split('/'))];
  const tops = namesAt(0, paths);
  const isTestPrivate = testIsPrivate(tops.map((name) => `${name}/`));
  const splitOf = (name: string | undefined) => splitOfFolder(name ?? '', isTestPrivate);
  const isSplit = tops.length > 0 && tops.every((name) => splitOf(name) !== undefined);
  if (!isSplit) assertNoTraining(tops, location);
  const depth = isSplit ? 1 : 0;
  const { names, labelNames } = nameLabels(namesAt(depth, paths), location);

  const pictures: LabelledPicture[] = [];
  const unlabelled: ImageFile[] = [];
  for (const file of files) {
    const folders = foldersOf(file.path);
    const name = folders[depth];
    const split = isSplit ? splitOf(folders[0]) : undefined;
    if (name === undefined) unlabelled.push(file);
    else pictures.push({ file, label: labelNames.indexOf(names.get(name)!), split });
  }
  // Where there is nothing but a folder `train`, nothing says what to hold out.
  const isTold = pictures.some(({ split }) => split !== TRAINING);
  return {
    pictures: pictures
      .map((picture) => (isTold ? picture : { ...picture, split: undefined }))
      .sort((a, b) => (a.split ?? 0) - (b.split ?? 0) || compareText(a.file.path, b.file.path)),
    labelNames,
    unlabelled: unlabelled.sort((a, b) => compareText(a.path, b.path)),
  };
}

/** @returns the names of labels, and what each folder's is */
function nameLabels(folders: readonly string[], location: string) {
  const emotions = folders.map((name) => (/^\d+$/.test(name) ? undefined : labelFromName(name)));
  const isAllEmotions = emotions.every((emotion) => emotion !== undefined);
  const names = new Map(
    // macOS takes letters of a name apart that others do not.
    folders.map((name, i) => [name, isAllEmotions ? EMOTIONS[emotions[i]!]! : name.normalize('NFC')]),
  );
  const found = new Set(names.values());
  const labelNames = isAllEmotions
    ? EMOTIONS.filter((emotion) => found.has(emotion))
    : [...found].sort(compareNaturally);
  assertLabels(labelNames, location);
  return { names, labelNames };
}

function assertLabels(labelNames: readonly string[], location: string): void {
  const details = { location, labels: labelNames.slice(0, 10) };
  if (labelNames.length < 2) {
    const found = labelNames.length === 0 ? 'none' : `only '${labelNames[0]}'`;
    throw new FerError(
      'FER_DATA_EMPTY',
      `${location} must hold a folder of pictures for each of at least two labels (happy/, bored/), but there is ${found}. Pass the folder that holds them.`,
      { details },
    );
  }
  if (labelNames.length > 255) {
    throw new FerError(
      'FER_DATA_UNSUPPORTED',
      `${location} holds ${labelNames.length} folders (${labelNames.slice(0, 3).join(', ')} …), but there are at most 255 labels. Pass the folder that holds a folder for each label.`,
      { details },
    );
  }
  const bad = findBadLabel(labelNames);
  if (bad === undefined) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The folder ${JSON.stringify(labelNames[bad.index])} of ${location} is a label, which ${bad.problem}. Rename it.`,
    { details: { ...details, label: labelNames[bad.index] } },
  );
}

/** `train/` beside `bored/` is either a label that is called like a split, or one that was put into the wrong place. */
function assertNoTraining(tops: readonly string[], location: string): void {
  const train = tops.find((name) => splitOfFolder(name, false) === TRAINING);
  if (train === undefined) return;
  const other = tops.find((name) => splitOfFolder(name, false) === undefined)!;
  throw new FerError(
    'FER_DATA_UNSUPPORTED',
    `${location} holds ${train}/ beside ${other}/. Its folders must either all be splits (train, validation, test) that hold labels, or all be labels.`,
    { details: { location, folders: tops.slice(0, 10) } },
  );
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

function namesAt(depth: number, paths: readonly (readonly string[])[]): string[] {
  return [...new Set(paths.flatMap((folders) => folders[depth] ?? []))];
}

const collator = new Intl.Collator('en', { numeric: true });

function compareNaturally(a: string, b: string): number {
  return collator.compare(a, b) || compareText(a, b);
}

/** By code units: the same everywhere. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
