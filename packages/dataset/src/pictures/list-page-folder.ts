import { FerError, messageOf } from '@fer/core';
import { isHidden } from '../image-folder/image-file.ts';
import { MOST_FACES, tooManyFaces } from '../limits.ts';
import { blobImage } from './blob-image.ts';
import type { PictureListing } from './list-pictures.ts';
import type { FileEntryLike, FileHandleLike, FolderEntryLike, PageFolder } from './picture-source.ts';

type Item = PageFolder | FileEntryLike | FileHandleLike;

/** Of folders in folders: an entry that a page makes up itself may lie in itself. */
const DEEPEST = 100;

/**
 * Adds all files below a folder of a page to a listing, but for what is hidden.
 *
 * @param path of the folder itself, with a `/` at its end; empty for the one that holds the labels
 * @throws FerError `FER_DATA_NOT_FOUND` if it cannot be read; `FER_DATA_UNSUPPORTED` if there are too many files; the reason
 * of `signal` if aborted
 */
export async function listPageFolder(
  folder: PageFolder,
  path: string,
  listing: PictureListing,
  signal?: AbortSignal,
  depth = 0,
): Promise<void> {
  if (depth > DEEPEST) throw cannotRead(path, `it is more than ${DEEPEST} folders deep`);
  let isEmpty = true;
  for await (const item of itemsOf(folder, path)) {
    signal?.throwIfAborted();
    if (isHidden(item.name)) continue;
    isEmpty = false;
    const below = path + item.name;
    if (isFolder(item)) {
      await listPageFolder(item, `${below}/`, listing, signal, depth + 1);
      continue;
    }
    if (listing.files.length === MOST_FACES) throw tooManyFaces(listing.location, 'pictures');
    listing.files.push(blobImage(below, await fileOf(item, below)));
  }
  if (isEmpty && path !== '') listing.empty.push(path.slice(0, -1));
}

/** Whether something is a folder of a page. */
export function isFolder(item: unknown): item is PageFolder {
  const { isDirectory, kind } = (item ?? {}) as { readonly isDirectory?: unknown; readonly kind?: unknown };
  return isDirectory === true || kind === 'directory';
}

async function* itemsOf(folder: PageFolder, path: string): AsyncGenerator<Item> {
  try {
    if ('values' in folder) yield* folder.values();
    else yield* readEntries(folder);
  } catch (cause) {
    throw FerError.isInstance(cause) ? cause : cannotRead(path || folder.name, messageOf(cause), cause);
  }
}

/** A reader gives some at a time (Chromium: 100), and none at the end. */
async function* readEntries(folder: FolderEntryLike): AsyncGenerator<Item> {
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<readonly Item[]>((done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) return;
    yield* entries;
  }
}

async function fileOf(item: Exclude<Item, PageFolder>, path: string): Promise<Blob> {
  try {
    if ('getFile' in item) return await item.getFile();
    return await new Promise<Blob>((done, failed) => item.file(done, failed));
  } catch (cause) {
    throw cannotRead(path, messageOf(cause), cause);
  }
}

function cannotRead(path: string, problem: string, cause?: unknown): FerError {
  return new FerError(
    'FER_DATA_NOT_FOUND',
    `${path} cannot be read (${problem}). If it was moved or written to, choose the folder again.`,
    { details: { path, problem }, cause },
  );
}
