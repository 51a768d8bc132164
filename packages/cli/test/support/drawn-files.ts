import { writeFile } from 'node:fs/promises';
import { EMOTIONS, type Emotion } from '@fer/core';
import { drawFace } from '@fer/dataset';
import sharp from 'sharp';

/** Rows of each `Usage`. */
export interface RowCounts {
  readonly Training: number;
  readonly PublicTest: number;
  readonly PrivateTest: number;
}

/** Writes drawn faces as a CSV like FER2013's. */
export async function writeFacesCsv(file: string, counts: RowCounts): Promise<void> {
  const rows = ['emotion,pixels,Usage'];
  let seed = 1;
  for (const [usage, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const label = i % EMOTIONS.length;
      const { data } = drawFace({ emotion: EMOTIONS[label]!, seed: seed++ });
      rows.push(`${label},${data.join(' ')},${usage}`);
    }
  }
  await writeFile(file, `${rows.join('\n')}\n`);
}

/**
 * Writes votes of FER+ for the rows of `writeFacesCsv`: seven people see what was drawn and three see contempt, but in
 * every eighth face all see contempt.
 */
export async function writeFerPlusCsv(file: string, counts: RowCounts): Promise<void> {
  const columns = ['neutral', 'happiness', 'surprise', 'sadness', 'anger', 'disgust', 'fear', 'contempt'];
  const columnOfLabel = [4, 5, 6, 1, 3, 2, 0];
  const rows = [`Usage,Image name,${columns.join(',')},unknown,NF`];
  for (const [usage, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const votes = new Array<number>(10).fill(0);
      const isContempt = i % 8 === 7;
      votes[columnOfLabel[i % EMOTIONS.length]!] = isContempt ? 0 : 7;
      votes[7] = isContempt ? 10 : 3;
      rows.push(`${usage},,${votes.join(',')}`);
    }
  }
  await writeFile(file, `${rows.join('\n')}\n`);
}

/** Writes a drawn face as a picture. */
export async function writeFacePng(file: string, emotion: Emotion, seed = 1): Promise<void> {
  const { data, width, height, channels } = drawFace({ emotion, seed, size: 96 });
  await sharp(data, { raw: { width, height, channels } }).png().toFile(file);
}
