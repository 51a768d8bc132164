import { isHidden } from '../image-folder/image-file.ts';

/** Members that hold FER2013, best first; the last three patterns are for anything that looks like a CSV of it. */
const PREFERENCES = [
  /^fer2013\.csv$/,
  /^icml_face_data\.csv$/,
  /^fer2013\.(tar\.gz|tgz|csv\.gz|tar)$/,
  /^train\.csv$/,
  /^(?!.*submission).*\.csv$/,
  /^(?!.*submission).*\.csv\.gz$/,
  /\.(tar\.gz|tgz)$/,
];

/** The name among the members of an archive that is read as the data set, or `undefined`. */
export function chooseCsv(names: readonly string[]): string | undefined {
  for (const pattern of PREFERENCES) {
    const found = names.find((name) => !isHidden(name) && pattern.test(baseName(name)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a member's name is that of a CSV; the copies of names that macOS puts into archives (`._x.csv`) are not. */
export function isCsvName(name: string): boolean {
  return !isHidden(name) && /\.csv(\.gz)?$/.test(baseName(name));
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}
