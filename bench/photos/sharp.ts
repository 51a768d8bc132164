import sharp from 'sharp';
import type { PhotoContender } from './contender.ts';
import { AHEAD } from './decode-ahead.ts';

/** What a face detector is shown; libvips decodes only as much of a JPEG as that takes. */
const SIDE = 256;

/** No recognizer: the decoder alone, which everybody here waits for. */
export const sharpAlone: PhotoContender = {
  async look(files) {
    const left = files.values();
    const decodeRest = async () => {
      for (const file of left)
        await sharp(file).rotate().resize(SIDE, SIDE, { fit: 'inside' }).raw().toBuffer();
    };
    await Promise.all(Array.from({ length: AHEAD }, decodeRest));
    return undefined;
  },
};
