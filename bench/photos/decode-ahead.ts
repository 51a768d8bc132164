import sharp from 'sharp';

/** A picture as sharp decodes it: RGB, uint8, `[height, width, 3]`. */
export interface DecodedPhoto {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** As many as are decoded at once. */
export const AHEAD = 4;

/** Decodes pictures for those who look at one at a time: while they do, the next are on their way. In order. */
export async function* decodeAhead(files: readonly string[]): AsyncGenerator<DecodedPhoto> {
  const decode = async (file: string): Promise<DecodedPhoto> => {
    const { data, info } = await sharp(file)
      .rotate()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  };
  const waiting = files.slice(0, AHEAD).map(decode);
  for (let next = AHEAD; waiting.length > 0; next++) {
    const photo = await waiting.shift()!;
    if (next < files.length) waiting.push(decode(files[next]!));
    yield photo;
  }
}
