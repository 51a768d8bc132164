import { readFileSync } from 'node:fs';
import type { Box } from '../../image.ts';

interface ResizedByPillow {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** Left, top, right, bottom. */
  readonly box: readonly [number, number, number, number] | null;
  /** Of mode "F", rounded to 3 digits. */
  readonly float: readonly number[];
  /** Of mode "L". */
  readonly bytes: readonly number[];
}

/** Figures of Pillow, made by make.py. */
export const pillow: {
  /** `picture(16, 16, 3)` in mode "L" */
  readonly gray: readonly number[];
  /** Sum of the levels of all colours whose channels are multiples of 5. */
  readonly graySum: number;
  readonly resized: readonly ResizedByPillow[];
  /** `picture(60, 80, 3)` in mode "L", the box 10, 5, 70, 55 of it resized to 8×8 */
  readonly face: readonly number[];
} = JSON.parse(readFileSync(new URL('./pillow.json', import.meta.url), 'utf8'));

/** The picture that make.py draws: `[height, width, channels]`. */
export function picture(height: number, width: number, channels: number): Uint8Array {
  const data = new Uint8Array(height * width * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) data[at++] = (x * 37 + y * 59 + c * 83 + x * y * 7) % 256;
    }
  }
  return data;
}

export function asBox(box: ResizedByPillow['box']): Box | undefined {
  if (box === null) return undefined;
  const [left, top, right, bottom] = box;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
