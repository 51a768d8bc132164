import { FerError } from '@fer/core';
import type { FaceDataset } from '../face-dataset.ts';
import { FACE_PIXELS, FACE_SIZE_PX } from '../fer2013/format.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import { MOST_FACES, tooManyFaces } from '../limits.ts';
import { DEFAULT_MAX_PIXELS, type LoadBlobOptions } from '../load-options.ts';
import { nameOf } from '../name-of.ts';
import { SkipList } from '../skip-list.ts';
import { isBadPicture } from './bad-picture.ts';
import { classifyPath, testIsPrivate } from './classify-path.ts';
import { decodeFace, type FaceLimits } from './decode-face.ts';
import type { ImageFile } from './image-file.ts';

interface Face {
  readonly pixels: Uint8Array;
  readonly label: number;
  readonly split: number;
}

/**
 * Makes a data set of image files. Rows are ordered by split and within a split by path, whatever order the files
 * come in; a bad file's number is its place among all paths in order.
 *
 * @throws FerError `FER_DATA_ROW` for a file that is no picture or in no folder of an expression, `FER_DATA_EMPTY` if
 * none is left, `FER_DECODER_MISSING`
 */
export async function loadImages(
  files: readonly ImageFile[],
  location: string,
  options: LoadBlobOptions,
): Promise<FaceDataset> {
  if (files.length > MOST_FACES) throw tooManyFaces(location, 'pictures');
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const faces = await readFaces(sorted, options);

  const skipList = new SkipList(location, options.onBadRow ?? 'error');
  const good: Face[] = [];
  for (const [index, face] of faces.entries()) {
    if (typeof face === 'string') skipList.add(index + 1, `${sorted[index]!.path}: ${face}`);
    else if (face !== undefined) good.push(face);
  }
  const skipped = skipList.result();
  if (good.length === 0) throw isEmpty(location, files.length);

  good.sort((a, b) => a.split - b.split);
  const images = new Uint8Array(good.length * FACE_PIXELS);
  for (const [index, face] of good.entries()) images.set(face.pixels, index * FACE_PIXELS);
  return {
    name: nameOf(location),
    width: FACE_SIZE_PX,
    height: FACE_SIZE_PX,
    count: good.length,
    images,
    labels: Uint8Array.from(good, (face) => face.label),
    splits: Uint8Array.from(good, (face) => face.split),
    source: { location },
    skipped,
  };
}

/** @returns in the order of `files`, a face, or why there is none; `undefined` behind a bad file that ends the reading */
async function readFaces(
  files: readonly ImageFile[],
  options: LoadBlobOptions,
): Promise<(Face | string | undefined)[]> {
  const { onBadRow = 'error', onProgress, maxPixels = DEFAULT_MAX_PIXELS, signal } = options;
  const isTestPrivate = testIsPrivate(files.map((file) => file.path));
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const faces: (Face | string | undefined)[] = new Array(files.length).fill(undefined);
  let bytesRead = 0;
  await fewAtATime(files.length, async (index) => {
    signal?.throwIfAborted();
    const file = files[index]!;
    const face = await readFace(file, isTestPrivate, { maxPixels, signal });
    faces[index] = face;
    bytesRead += file.size;
    onProgress?.({ bytesRead, totalBytes });
    return typeof face === 'string' && onBadRow === 'error' ? 'stop' : undefined;
  });
  return faces;
}

async function readFace(file: ImageFile, isTestPrivate: boolean, limits: FaceLimits): Promise<Face | string> {
  const { label, split } = classifyPath(file.path, isTestPrivate);
  if (label === undefined) return 'no folder of its path is named after an expression';
  try {
    return { pixels: await decodeFace(await file.read(), file.path, limits), label, split };
  } catch (error) {
    if (!isBadPicture(error)) throw error;
    return error.message;
  }
}

function isEmpty(location: string, fileCount: number): FerError {
  const found = fileCount === 0 ? 'no images' : `no good image among ${fileCount}`;
  return new FerError(
    'FER_DATA_EMPTY',
    `${location} holds ${found}; folders such as train/happy/1.png were expected.`,
    { details: { location, fileCount } },
  );
}
