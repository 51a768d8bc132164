import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EMOTIONS } from '@fer/core';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { type Classifier, IMAGE_SIZE } from './classifier.ts';

const SIZE = 64;

/** As `src/tfjs/constants.ts`. */
const GRAY_OF_RGB = [0.2989, 0.587, 0.114];

/**
 * The emotion network of `@vladmandic/human`: a mini-Xception of oarriaga/face_classification, a graph model of tfjs.
 * The preprocessing is that of `src/gear/emotion.ts`: bilinear without corners aligned, weighted gray, (x − 0.5) · 2.
 */
export async function loadHuman(): Promise<Classifier> {
  // Its `exports` name no models, and its main file wants tfjs-node.
  const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/human')), '../models');
  const description = join(folder, 'emotion.json');
  const weights = join(folder, 'emotion.bin');
  setThreadsCount(1);
  await tf.setBackend('wasm');
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(description, 'utf8'));
  const { buffer, byteOffset, byteLength } = await readFile(weights);
  const model = await loadGraphModel({
    load: async () => ({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
    }),
  });
  return {
    name: '`@vladmandic/human` 3.3.6',
    labels: EMOTIONS,
    preprocessing: `${SIZE}×${SIZE} gray, -1..1`,
    engine: `tfjs-backend-wasm ${tf.version_core}`,
    weightsBytes: (await stat(description)).size + byteLength,
    temperature: 1,
    knownTop1: 0.666,
    async predict(images, count) {
      const answer = tf.tidy(() => {
        const gray = tf.tensor4d(Float32Array.from(images), [count, IMAGE_SIZE, IMAGE_SIZE, 1]);
        const face = tf.tile(tf.div(gray, 255), [1, 1, 1, 3]) as tf.Tensor4D;
        const resized = tf.image.resizeBilinear(face, [SIZE, SIZE], false);
        const weighted = tf.sum(tf.mul(resized, tf.tensor1d(GRAY_OF_RGB)), 3, true);
        return model.execute(tf.mul(tf.sub(weighted, 0.5), 2)) as tf.Tensor;
      });
      const probabilities = (await answer.data()) as Float32Array;
      answer.dispose();
      return probabilities;
    },
  };
}
