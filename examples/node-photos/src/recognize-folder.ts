import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { RecognizedFace, Recognizer } from '@fer/model';

/** What was found in a picture, or why nothing could be. */
export type PhotoResult =
  | { readonly file: string; readonly faces: readonly RecognizedFace[] }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.avif', '.tif', '.tiff']);

/** Reads every picture of a folder, by name, a few at a time. One that cannot be read does not lose the others. */
export async function recognizeFolder(folder: string, fer: Recognizer): Promise<PhotoResult[]> {
  const files = (await readdir(folder)).filter((file) => PICTURES.has(extname(file).toLowerCase())).sort();
  const results: PhotoResult[] = [];
  for await (const { index, faces, error } of fer.recognizeMany(files.map((file) => join(folder, file)))) {
    const file = files[index]!;
    results.push(error ? { file, error: { code: error.code, message: error.message } } : { file, faces });
  }
  return results;
}
