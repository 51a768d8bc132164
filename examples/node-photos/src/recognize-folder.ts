import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FerError } from '@fer/core';
import type { RecognizedFace, Recognizer } from '@fer/model';

/** What was found in a picture, or why nothing could be. */
export type PhotoResult =
  | { readonly file: string; readonly faces: readonly RecognizedFace[] }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.avif', '.tif', '.tiff']);

/** Reads every picture of a folder, by name. One that cannot be read does not lose the others. */
export async function recognizeFolder(folder: string, fer: Recognizer): Promise<PhotoResult[]> {
  const files = (await readdir(folder)).filter((file) => PICTURES.has(extname(file).toLowerCase())).sort();
  const results: PhotoResult[] = [];
  for (const file of files) results.push(await recognizeFile(folder, file, fer));
  return results;
}

async function recognizeFile(folder: string, file: string, fer: Recognizer): Promise<PhotoResult> {
  try {
    return { file, faces: await fer.recognize(join(folder, file)) };
  } catch (error) {
    if (!FerError.isInstance(error)) throw error;
    return { file, error: { code: error.code, message: error.message } };
  }
}
