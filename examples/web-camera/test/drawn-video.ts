import type { Emotion } from '@fer/core';
import { drawFace } from '@fer/dataset';

const WIDTH = 480;
const HEIGHT = 360;
const FACE = 110;
/** Two seconds. */
const FRAMES = 60;
/** Of what is behind the faces, 0..255. */
const GROUND = 120;

/** The middle of each face's path, its upper left corner in pixels, and how far it goes. */
const PATHS = [
  { x: 40, y: 40, across: 20, down: 14 },
  { x: 310, y: 50, across: -24, down: 10 },
  { x: 180, y: 205, across: 30, down: -16 },
] as const;

/**
 * A gray video of three drawn faces, each on a path of its own, that can be repeated without a jump: YUV4MPEG2, as
 * Chromium's fake camera reads it (https://wiki.multimedia.cx/index.php/YUV4MPEG2).
 */
export function drawVideo(emotions: readonly [Emotion, Emotion, Emotion]): Buffer {
  const faces = emotions.map((emotion) => drawFace({ emotion, seed: 0, size: FACE }).data);
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < FRAMES; frame++) {
    const turn = (2 * Math.PI * frame) / FRAMES;
    const luma = Buffer.alloc(WIDTH * HEIGHT, lumaOf(GROUND));
    for (const [i, { x, y, across, down }] of PATHS.entries()) {
      const left = Math.round(x + across * Math.sin(turn));
      const top = Math.round(y + down * Math.cos(turn));
      for (let at = 0; at < FACE * FACE; at++) {
        luma[(top + Math.floor(at / FACE)) * WIDTH + left + (at % FACE)] = lumaOf(faces[i]![at]!);
      }
    }
    parts.push(Buffer.from('FRAME\n'), luma, chroma);
  }
  return Buffer.concat(parts);
}

/** Black is 16 and white 235: ITU-R BT.601. */
function lumaOf(gray: number): number {
  return Math.round(16 + (gray * 219) / 255);
}
