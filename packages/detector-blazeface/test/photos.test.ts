import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRecognizer } from '@fer/model';
import { expect, it } from 'vitest';
import { plugin } from '../src/index.ts';

const photo = (name: string) =>
  fileURLToPath(new URL(`../../../node_modules/@vladmandic/face-api/demo/${name}`, import.meta.url));
const reason = existsSync(photo('sample1.jpg')) ? '' : ' (skipped: @vladmandic/face-api is not installed)';

it.skipIf(reason !== '')(`finds all faces of six photos and no others${reason}`, async () => {
  const fer = await createRecognizer({ plugins: [plugin] });
  const counts: number[] = [];
  for (let i = 1; i <= 6; i++) counts.push((await fer.recognize(photo(`sample${i}.jpg`))).length);
  fer.dispose();
  // As many people are there to see.
  expect(counts).toEqual([3, 3, 3, 4, 5, 4]);
});
