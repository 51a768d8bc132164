import type { Emotion } from '@fer/core';
import { drawFace } from '@fer/dataset';
import type { RecognizedFace, Recognizer } from '@fer/model';

/** A drawn face, and what the network says of it. */
export interface NamedFace {
  readonly drawn: Emotion;
  /** `[48, 48]`, 0..255 */
  readonly pixels: Uint8Array;
  readonly size: number;
  readonly face: RecognizedFace;
}

/** Of people that are in no data set of the demo: its seeds are random numbers of 32 bits. */
const FIRST_SEED = 20_130_700;

const SHOWN: readonly Emotion[] = ['happy', 'surprise', 'sad', 'angry'];

/** Draws a few faces, each of another person, and asks the network about them. */
export async function nameFaces(fer: Recognizer, signal: AbortSignal): Promise<NamedFace[]> {
  const named: NamedFace[] = [];
  for (const [index, drawn] of SHOWN.entries()) {
    const image = drawFace({ emotion: drawn, seed: FIRST_SEED + index });
    const [face] = await fer.recognize(image, { signal });
    named.push({ drawn, pixels: new Uint8Array(image.data), size: image.width, face: face! });
  }
  return named;
}
