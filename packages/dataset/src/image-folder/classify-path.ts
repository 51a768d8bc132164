import { labelFromName } from '../emotion-names.ts';
import { SPLITS } from '../face-dataset.ts';
import { splitFromUsage } from '../fer2013/format.ts';

/** What the path of an image says. */
export interface PathMeaning {
  /** Index into `EMOTIONS`; `undefined` if no folder of the path is named after an expression. */
  readonly label: number | undefined;
  /** Index into `SPLITS`. */
  readonly split: number;
}

const TRAINING = SPLITS.indexOf('training');
const PUBLIC = SPLITS.indexOf('public');
const PRIVATE = SPLITS.indexOf('private');

const FOLDER_SPLITS: ReadonlyMap<string, number> = new Map([
  ['train', TRAINING],
  ['training', TRAINING],
  ['public', PUBLIC],
  ['publictest', PUBLIC],
  ['validation', PUBLIC],
  ['valid', PUBLIC],
  ['val', PUBLIC],
  ['private', PRIVATE],
  ['privatetest', PRIVATE],
]);

/**
 * Whether `test/` is the split that is only reported: so where a validation folder stands beside it. Without one, `test/`
 * is all there is to choose on, and counts as `public`.
 */
export function testIsPrivate(paths: readonly string[]): boolean {
  return paths.some((path) => folders(path).some((name) => /^val(id(ation)?)?$/i.test(name)));
}

/**
 * Reads label and split from a path such as `train/happy/7.png`. The label is the nearest folder with a name of an
 * expression. The split is what the file is called (`PublicTest_9.jpg`, as in Kaggle's folder form, where both test
 * splits share `test/`), else the nearest folder with a name of a split, else `training`.
 *
 * @param path relative to the data set's folder, parts separated by `/`
 */
export function classifyPath(path: string, isTestPrivate: boolean): PathMeaning {
  const names = folders(path).reverse();
  const label = names.map(labelFromName).find((value) => value !== undefined);

  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const fileSplit = splitFromUsage(/^[^_]*(?=_)/.exec(fileName)?.[0] ?? '');
  if (fileSplit !== undefined) return { label, split: fileSplit };

  const split = names.map((name) => splitOfFolder(name, isTestPrivate)).find((value) => value !== undefined);
  return { label, split: split ?? TRAINING };
}

/** The split, an index into `SPLITS`, that a folder is named after; `undefined` if it is named after none. */
export function splitOfFolder(name: string, isTestPrivate: boolean): number | undefined {
  const key = name.toLowerCase();
  if (key === 'test' || key === 'testing') return isTestPrivate ? PRIVATE : PUBLIC;
  return FOLDER_SPLITS.get(key);
}

function folders(path: string): string[] {
  return path.split('/').slice(0, -1);
}
