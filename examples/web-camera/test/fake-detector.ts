import { definePlugin, type FaceDetector, type Plugin } from '@fer/core';

/** Finds what is gray on blue: the faces of the drawn video, from left to right. */
const grayOnBlue: FaceDetector = {
  id: 'gray-on-blue',
  apiVersion: 1,
  async detect({ data, width, height, channels }) {
    const isFace = (x: number, y: number) => {
      const at = (y * width + x) * channels;
      return data[at + 2]! - data[at]! < 60;
    };
    const rows = Array.from({ length: height >> 2 }, (_, i) => i * 4);
    const columns = Array.from({ length: width }, (_, x) => rows.filter((y) => isFace(x, y)));
    const faces = [];
    for (let x = 0; x < width; x++) {
      const first = x;
      while (x < width && columns[x]!.length >= 5) x++;
      if (x - first < 30) continue;
      const seen = columns[(first + x) >> 1]!;
      const box = { x: first, y: seen[0]!, width: x - first, height: seen.at(-1)! - seen[0]! + 4 };
      faces.push({ box, confidence: 1 });
    }
    return faces;
  },
};

/** In place of `src/detector.ts`. */
export const detectorPlugins: readonly Plugin[] = [
  definePlugin({ name: 'test', apiVersion: 1, contributes: { detectors: [grayOnBlue] } }),
];
