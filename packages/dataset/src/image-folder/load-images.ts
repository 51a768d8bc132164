import { FerError } from '@fer/core';
import type { FaceDataset } from '../face-dataset.ts';
import { FACE_PIXELS, FACE_SIZE_PX } from '../fer2013/format.ts';
import type { LoadBlobOptions } from '../load-options.ts';
import { nameOf } from '../name-of.ts';
import { SkipList } from '../skip-list.ts';
import { classifyPath, testIsPrivate } from './classify-path.ts';
import { decodeFace } from './decode-face.ts';
import type { ImageFile } from './image-file.ts';

/** Decoders work on other threads; so many pictures at a time keep them busy. */
const CONCURRENCY = 8;

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
  const { onBadRow = 'error', onProgress, signal } = options;
  const isTestPrivate = testIsPrivate(files.map((file) => file.path));
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const faces: (Face | string | undefined)[] = new Array(files.length).fill(undefined);
  let bytesRead = 0;
  let next = 0;
  let isOver = false;

  const work = async () => {
    while (next < files.length && !isOver) {
      signal?.throwIfAborted();
      const index = next++;
      const file = files[index]!;
      const face = await readFace(file, isTestPrivate, signal);
      faces[index] = face;
      if (typeof face === 'string' && onBadRow === 'error') isOver = true;
      bytesRead += file.size;
      onProgress?.({ bytesRead, totalBytes });
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: CONCURRENCY }, () =>
      work().catch((error: unknown) => {
        isOver = true;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return faces;
}

async function readFace(
  file: ImageFile,
  isTestPrivate: boolean,
  signal?: AbortSignal,
): Promise<Face | string> {
  const { label, split } = classifyPath(file.path, isTestPrivate);
  if (label === undefined) return 'no folder of its path is named after an expression';
  let bytes: Uint8Array;
  try {
    bytes = await file.read();
  } catch (error) {
    return `it cannot be read: ${(error as Error).message}`;
  }
  try {
    return { pixels: await decodeFace(bytes, file.path, signal), label, split };
  } catch (error) {
    const isBadPicture =
      FerError.isInstance(error) && (error.code === 'FER_IMAGE_DECODE' || error.code === 'FER_IMAGE_INVALID');
    if (!isBadPicture) throw error;
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
