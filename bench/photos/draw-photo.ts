import { createRandom, EMOTIONS, type Random } from '@fer/core';
import { drawFace } from '@fer/dataset';
import sharp from 'sharp';

/** Width and height in pixels. */
export interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

/** A picture as a JPEG file, and what is on it. */
export interface DrawnPhoto {
  readonly jpeg: Uint8Array;
  readonly faces: number;
}

/** Of JPEG: with the grain below files are as large as those of cameras, 0.2 to 0.3 bytes a pixel. */
const QUALITY = 85;
/** Of the shorter side; side by side, so no face covers another. */
const FACE_SIDE = [0.3, 0.42] as const;
const MOST_FACES = 3;
const LARGEST_FACE_PX = 1024;
/** Red, green and blue of skin and hair as multiples of the gray level of a drawn face. */
const FACE_TINT = [1.12, 0.96, 0.84] as const;
/** Cells of the patterns of a scene, in parts of its shorter side, and how many levels each adds or takes away. */
const PATTERNS = [
  { cell: 1 / 2, levels: 60 },
  { cell: 1 / 12, levels: 35 },
  { cell: 1 / 60, levels: 16 },
] as const;
/** Cells of four pixels and of one: what costs a decoder of JPEG its time. */
const TEXTURE_LEVELS = 12;
const GRAIN_LEVELS = 9;

/**
 * Draws a scene, coloured clouds of several sizes with texture and grain, and one to three drawn faces before it. The
 * same seed gives the same picture.
 */
export async function drawPhoto({ width, height }: PhotoSize, seed: number): Promise<DrawnPhoto> {
  const random = createRandom(seed);
  const shorter = Math.min(width, height);
  const layers = await Promise.all([
    ...PATTERNS.map(({ cell, levels }) => pattern(width, height, cell * shorter, levels, random)),
    pattern(width, height, 4, TEXTURE_LEVELS, random),
  ]);
  const pixels = new Uint8ClampedArray(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    const grain = 2 * GRAIN_LEVELS * (random.next() - 0.5);
    for (let channel = at; channel < at + 3; channel++) {
      let level = 128 + grain;
      for (const { data, levels } of layers) level += (data[channel]! / 127.5 - 1) * levels;
      pixels[channel] = level;
    }
  }

  const faces = 1 + random.integer(Math.min(MOST_FACES, Math.floor(width / (FACE_SIDE[1] * shorter))));
  for (let face = 0; face < faces; face++) {
    const place = width / faces;
    const side = Math.min(Math.round(shorter * random.uniform(...FACE_SIDE)), LARGEST_FACE_PX);
    const left = Math.floor(face * place + random.uniform(0, Math.max(0, place - side)));
    const top = Math.floor(random.uniform(0, height - side));
    paintFace(pixels, width, left, top, side, random);
  }
  const raw = { width, height, channels: 3 } as const;
  const jpeg = await sharp(pixels, { raw }).jpeg({ quality: QUALITY }).toBuffer();
  return { jpeg, faces };
}

/** Random colours in a grid, smoothly joined. */
async function pattern(width: number, height: number, cellPx: number, levels: number, random: Random) {
  const columns = Math.ceil(width / cellPx) + 1;
  const rows = Math.ceil(height / cellPx) + 1;
  const grid = Uint8Array.from({ length: rows * columns * 3 }, () => random.integer(256));
  const data = await sharp(grid, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { data, levels };
}

/** In an ellipse, so that it has the scene around it and not the ground that it was drawn on. */
function paintFace(
  pixels: Uint8ClampedArray,
  width: number,
  left: number,
  top: number,
  side: number,
  random: Random,
): void {
  const emotion = EMOTIONS[random.integer(EMOTIONS.length)]!;
  const { data } = drawFace({ emotion, seed: random.integer(2 ** 31), size: side });
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const distance = Math.hypot((2 * column) / side - 1, ((2 * row) / side - 1) * 0.9);
      const opacity = Math.min(1, Math.max(0, (1 - distance) * 8));
      const at = ((top + row) * width + left + column) * 3;
      for (const [channel, tint] of FACE_TINT.entries()) {
        const level = data[row * side + column]! * tint;
        pixels[at + channel] = pixels[at + channel]! + (level - pixels[at + channel]!) * opacity;
      }
    }
  }
}
