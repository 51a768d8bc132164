import { EMOTIONS, scaleToRange } from '@fer/core';
import { drawFace, loadPictures } from '@fer/dataset';
import { createFaceFinder, createRecognizer, loadModel } from '@fer/model';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { plugin } from '../src/index.ts';

/** Faces of two sizes before gray, the larger one to the right. */
async function photo(seed: number): Promise<File> {
  const faces = [120, 330].map((size, i) => {
    const { data } = drawFace({ emotion: EMOTIONS[(seed + i) % 7]!, seed: 2 * seed + i, size });
    return {
      input: Buffer.from(data),
      raw: { width: size, height: size, channels: 1 as const },
      left: 100 + 600 * i,
      top: 150,
    };
  });
  const create = { width: 1200, height: 900, channels: 3 as const, background: '#888' };
  const jpeg = await sharp({ create }).composite(faces).jpeg({ quality: 95 }).toBuffer();
  return new File([Uint8Array.from(jpeg)], `${seed}.jpg`);
}

it('has pictures cut out as the recognizer sees them', async () => {
  const photos = await Promise.all([1, 2, 3, 4].map(photo));
  const finder = await createFaceFinder({ plugins: [plugin] });
  expect(finder.detector).toBe('blazeface');
  const { weights, network } = await loadModel();
  const pictures = await loadPictures(
    photos.map((file, i) => ({ path: `${i % 2}/${file.name}`, file })),
    { input: weights.input, finder, validationShare: 0 },
  );
  finder.dispose();
  expect(pictures.leftOut).toEqual([]);

  const seen = await network.predict(scaleToRange(pictures.images, weights.input.range), pictures.count);
  const fer = await createRecognizer({ plugins: [plugin], tta: 'none', calibrated: false });
  // Rows are in the order of the paths: the photos 1 and 3, then 2 and 4.
  for (const [row, file] of [0, 2, 1, 3].map((i) => photos[i]!).entries()) {
    const [face] = (await fer.recognize(file)).sort((a, b) => b.box.width - a.box.width);
    const scores = Object.values(face!.scores);
    // Levels are rounded to bytes in between.
    for (const [label, score] of scores.entries()) {
      expect(Math.abs(seen[row * scores.length + label]! - score)).toBeLessThan(0.02);
    }
  }
  fer.dispose();
  network.dispose();
});
