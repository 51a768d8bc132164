import { describeValue, FerError } from '@fer/core';
import { fileError } from '../file/file-error.ts';
import { type ImageFile, isHidden } from '../image-folder/image-file.ts';
import { listFolder } from '../image-folder/list-folder.ts';
import { MOST_FACES, tooManyFaces } from '../limits.ts';
import { blobImage } from './blob-image.ts';
import { isFolder, listPageFolder } from './list-page-folder.ts';
import type { PageFolder, PickedFile, PictureItem, PictureSource } from './picture-source.ts';

/** The files of a source, in no order. */
export interface PictureListing {
  /** For people. */
  readonly location: string;
  /** With paths relative to the folder of labels. */
  readonly files: ImageFile[];
  /** Paths of folders that hold nothing. */
  readonly empty: string[];
}

const ADVICE = 'Pass the folder that holds a folder of pictures for each label.';

/**
 * All files of a source of pictures, whatever they are, but for those that are hidden.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no source, `FER_DATA_NOT_FOUND`, `FER_DATA_UNSUPPORTED`; the reason of
 * `signal` if aborted
 */
export async function listPictures(source: PictureSource, signal?: AbortSignal): Promise<PictureListing> {
  if (typeof source === 'string') return listPath(source, signal);
  if (isFolder(source)) {
    const listing = newListing(source.name || 'the folder');
    await listPageFolder(source, '', listing, signal);
    return listing;
  }
  if (isIterable(source)) return listItems(source, signal);
  throw invalid('the source', 'the path of a folder, files or a folder of a page', source);
}

async function listPath(folder: string, signal?: AbortSignal): Promise<PictureListing> {
  if (folder === '' || folder.includes('\0')) throw invalid('the source', 'the path of a folder', folder);
  if (typeof globalThis.process?.getBuiltinModule !== 'function') throw needsNode(folder);
  const { stat } = process.getBuiltinModule('node:fs/promises');
  const stats = await stat(folder).catch((cause: unknown) => {
    throw fileError(folder, cause, ADVICE);
  });
  if (!stats.isDirectory()) {
    throw new FerError('FER_DATA_UNSUPPORTED', `${folder} is no folder. ${ADVICE}`, {
      details: { location: folder },
    });
  }
  const { files, empty } = await listFolder(folder, signal, () => true);
  return { location: folder, files: [...files], empty: [...empty] };
}

async function listItems(
  items: Iterable<PictureItem> | AsyncIterable<PictureItem>,
  signal?: AbortSignal,
): Promise<PictureListing> {
  const listing = newListing('the pictures');
  const folders: PageFolder[] = [];
  for await (const item of items) {
    signal?.throwIfAborted();
    if (isFolder(item)) folders.push(item);
    else addFile(item, listing);
    if (listing.files.length + folders.length > MOST_FACES) throw tooManyFaces(listing.location, 'pictures');
  }
  const isAlone = folders.length === 1 && listing.files.length === 0;
  for (const folder of folders) {
    await listPageFolder(folder, isAlone ? '' : `${folder.name}/`, listing, signal);
  }
  return listing;
}

function addFile(item: Exclude<PictureItem, PageFolder>, { files }: PictureListing): void {
  const named = isBlob(item)
    ? { path: item.webkitRelativePath?.replace(/^[^/]*\//, '') || item.name, file: item }
    : item;
  if (typeof named?.path !== 'string' || !isBlob(named.file)) {
    throw invalid(
      `item ${files.length + 1} of the source`,
      'a File, { path, file } or a folder of a page',
      item,
    );
  }
  if (!isHidden(named.path)) files.push(blobImage(named.path, named.file));
}

function newListing(location: string): PictureListing {
  return { location, files: [], empty: [] };
}

/** By what it does: a `Blob` of another realm is one too. */
function isBlob(value: unknown): value is PickedFile {
  const { size, arrayBuffer } = (value ?? {}) as Partial<Blob>;
  return typeof size === 'number' && typeof arrayBuffer === 'function';
}

function isIterable(value: unknown): value is Iterable<PictureItem> | AsyncIterable<PictureItem> {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

function invalid(subject: string, expected: string, value: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `loadPictures: ${subject} must be ${expected}, but is ${describeValue(value)}.`,
    { details: { source: value } },
  );
}

function needsNode(folder: string): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `loadPictures reads the path ${folder}, which needs Node. On a page give the files that a person picked.`,
    { details: { source: folder } },
  );
}
