import { join } from 'node:path';
import sharp from 'sharp';
import { picture } from '../fixtures/shared/picture.js';

/**
 * Writes the picture as files. Its squares are those that JPEG works on, each of one level, so that the JPEG, too, has its
 * very levels.
 */
export async function writePictures(folder: string): Promise<void> {
  const { data, width, height } = picture;
  const image = sharp(data, { raw: { width, height, channels: 1 } });
  await image.clone().png().toFile(join(folder, 'photo.png'));
  await image.clone().jpeg({ quality: 100 }).toFile(join(folder, 'photo.jpg'));
}
