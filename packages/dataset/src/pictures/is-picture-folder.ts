import { builtinDecoders, createRegistry, loadImage } from '@fer/core';
import { FACE_SIZE_PX } from '../fer2013/format.ts';
import { isBadPicture } from '../image-folder/bad-picture.ts';
import { classifyPath } from '../image-folder/classify-path.ts';
import { isImageName } from '../image-folder/image-file.ts';
import { listPictures } from './list-pictures.ts';

/**
 * Whether a path is a folder of pictures of one's own, for `loadPictures`, and not FER2013 or faces in its form, for
 * `loadDataset`: a file, or a folder whose pictures all lie in folders of expressions and have its size. Of these the first that
 * can be read is looked at. Node only.
 *
 * @throws the reason of `signal` if aborted
 */
export async function isPictureFolder(
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  const { stat } = process.getBuiltinModule('node:fs/promises');
  const stats = await stat(path).catch(() => undefined);
  // What there is not, `loadDataset` tells.
  if (!stats?.isDirectory()) return false;
  const { files } = await listPictures(path, signal);
  const pictures = files.filter((file) => isImageName(file.path));
  if (pictures.some((file) => classifyPath(file.path, false).label === undefined)) return true;
  const { decoders } = createRegistry([builtinDecoders]);
  for (const file of pictures) {
    try {
      const { width, height } = await loadImage(await file.read(), { decoders, signal });
      return width !== FACE_SIZE_PX || height !== FACE_SIZE_PX;
    } catch (error) {
      if (!isBadPicture(error)) throw error;
    }
  }
  return false;
}
