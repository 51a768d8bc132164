import { FerError } from '@fer/core';
import { SPLITS } from '../face-dataset.ts';

/** What stands in a column. */
export type Column = 'emotion' | 'pixels' | 'usage' | 'other';

/** The columns of a file from left to right, and what its rows are where a column is missing. */
export interface Columns {
  readonly order: readonly Column[];
  /** Index in `SPLITS` of rows without a `Usage` column. */
  readonly defaultSplit: number;
}

/**
 * Reads the header line. Four dialects of FER2013 exist (their headers are listed in pytorch/vision,
 * torchvision/datasets/fer2013.py):
 *
 * | file | header | rows |
 * | --- | --- | --- |
 * | `fer2013.csv` | `emotion,pixels,Usage` | all |
 * | `icml_face_data.csv` | `emotion, Usage, pixels` | all |
 * | `train.csv` | `emotion,pixels` | all of the split `training` |
 * | `test.csv` | `pixels` | unlabelled; all of the split `private` |
 *
 * `test.csv` mixes PublicTest and PrivateTest without saying which row is which. Its rows count as `private`, the split
 * that nothing is chosen on. Case, spaces, quotes, a byte order mark and further columns do not matter.
 *
 * @throws FerError `FER_DATA_HEADER` if there is no `pixels` column or one that matters stands there twice
 */
export function readColumns(line: string, location: string): Columns {
  const cells = splitCells(line.replace(/^\uFEFF/, ''));
  if (cells === undefined) throw badHeader(line, location);
  const names = cells.map((cell) =>
    cell
      .replace(/^"(.*)"$/, '$1')
      .trim()
      .toLowerCase(),
  );
  const order = names.map((name): Column => (isKnown(name) ? name : 'other'));

  const known = order.filter((column) => column !== 'other');
  if (!known.includes('pixels') || new Set(known).size < known.length) throw badHeader(line, location);
  const split = order.includes('emotion') ? 'training' : 'private';
  return { order, defaultSplit: SPLITS.indexOf(split) };
}

/** At its commas, but for those in cells that are quoted; `undefined` if a cell starts with a quote and does not end so. */
function splitCells(line: string): string[] | undefined {
  const parts = `,${line}`.match(/,(?:\s*"(?:[^"]|"")*"[^,]*|[^,]*)/g)!;
  const cells = parts.map((part) => part.slice(1).trim());
  return cells.every((cell) => /^(?!")|^"(?:[^"]|"")*"$/.test(cell)) ? cells : undefined;
}

function isKnown(name: string): name is Exclude<Column, 'other'> {
  return name === 'emotion' || name === 'pixels' || name === 'usage';
}

function badHeader(line: string, location: string): FerError {
  const what = describeLine(line);
  return new FerError(
    'FER_DATA_HEADER',
    `${location}: line 1 must be FER2013's header, such as 'emotion,pixels,Usage', but is ${what}. Put the header back, or check that this is a FER2013 CSV.`,
    { details: { location, line: 1, header: what } },
  );
}

/** Whoever names a file to a server may see only what might be column names: its first line may be a secret. */
function describeLine(line: string): string {
  if (/^\s*</.test(line)) return 'a web page, perhaps one that asks for a login';
  if (line.startsWith('version https://git-lfs'))
    return "the pointer of Git LFS (fetch the file with 'git lfs pull')";
  if (!/^[\w\s,;"'.-]*[,;\t][\w\s,;"'.-]*$/.test(line)) return 'something else';
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
}
