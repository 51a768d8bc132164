import type { Emotion } from '@fer/core';
import { drawFace } from '@fer/dataset';

const WIDTH = 320;
const HEIGHT = 240;
const FACE = 96;
const FRAMES = 60;
/** Blue, as BT.601 has it: luma and the two chromas. */
const BLUE = [41, 240, 110] as const;

/**
 * A video of two drawn faces on blue, each on a path of its own, that can be repeated without a jump: YUV4MPEG2, as
 * Chromium's fake camera reads it (https://wiki.multimedia.cx/index.php/YUV4MPEG2).
 */
export function drawVideo(emotions: readonly [Emotion, Emotion]): Buffer {
  const faces = emotions.map((emotion, seed) => drawFace({ emotion, seed: seed + 3, size: FACE }));
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < FRAMES; frame++) {
    const turn = (2 * Math.PI * frame) / FRAMES;
    const luma = Buffer.alloc(WIDTH * HEIGHT, BLUE[0]);
    const chroma = BLUE.slice(1).map((level) => Buffer.alloc((WIDTH * HEIGHT) / 4, level));
    for (const [i, face] of faces.entries()) {
      const x = 2 * Math.round((i === 0 ? 30 : 190) / 2 + 8 * Math.sin(turn));
      const y = 2 * Math.round(36 + 12 * Math.cos(turn * (i + 1)));
      for (let row = 0; row < FACE; row++) {
        luma.set(face.data.subarray(row * FACE, (row + 1) * FACE), (y + row) * WIDTH + x);
        const at = ((y + row) >> 1) * (WIDTH / 2) + x / 2;
        for (const plane of chroma) plane.fill(128, at, at + FACE / 2);
      }
    }
    parts.push(Buffer.from('FRAME\n'), luma, ...chroma);
  }
  return Buffer.concat(parts);
}
