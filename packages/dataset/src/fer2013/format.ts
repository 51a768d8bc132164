import { SPLITS, type Split } from '../face-dataset.ts';

/** Width and height of every FER2013 face, in pixels. */
export const FACE_SIZE_PX = 48;

/** Pixels of one face. */
export const FACE_PIXELS = FACE_SIZE_PX * FACE_SIZE_PX;

const USAGES: ReadonlyMap<string, Split> = new Map([
  ['training', 'training'],
  ['publictest', 'public'],
  ['privatetest', 'private'],
]);

/** The index in `SPLITS` of a cell of the `Usage` column, in any case; `undefined` if it is not one of FER2013's three. */
export function splitFromUsage(usage: string): number | undefined {
  const split = USAGES.get(usage.toLowerCase());
  return split === undefined ? undefined : SPLITS.indexOf(split);
}

/** A CSV that was published and is known by its checksum. */
export interface PublishedFile {
  readonly title: string;
  readonly md5: string;
}

/**
 * The four CSVs of FER2013 and their MD5, as torchvision publishes them
 * (pytorch/vision, torchvision/datasets/fer2013.py, `_RESOURCES`). The checksum is that of the CSV after unpacking.
 */
export const PUBLISHED_FILES: readonly PublishedFile[] = [
  {
    title: 'FER2013, fer2013.csv of the Kaggle challenge of 2013 (all 35,887 rows)',
    md5: 'f8428a1edbd21e88f42c73edd2a14f95',
  },
  {
    title: 'FER2013, icml_face_data.csv of the Kaggle challenge (all rows, other column order)',
    md5: 'b114b9e04e6949e5fe8b6a98b3892b1d',
  },
  {
    title: 'FER2013, train.csv of the Kaggle challenge (the Training rows)',
    md5: '3f0dfb3d3fd99c811a1299cb947e3131',
  },
  {
    title: 'FER2013, test.csv of the Kaggle challenge (PublicTest and PrivateTest without labels)',
    md5: 'b02c2298636a634e8c2faabbf3ea9a23',
  },
];

/** The published file with this MD5, if there is one. */
export function recogniseMd5(md5: string): PublishedFile | undefined {
  return PUBLISHED_FILES.find((file) => file.md5 === md5);
}
