import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture, LabelledImages, Runtime } from '@fer/core';
import { layer } from '@fer/core';
import { createBatches, createSyntheticDataset, loadDataset, selectSplit } from '@fer/dataset';
import { createTfjsWasmRuntime, tfjsCpu } from '@fer/runtime-tfjs';
import { env } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { train } from '../src/train.ts';

env().set('IS_TEST', true);

const folder = process.env.FER_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const csv = join(folder, 'fer2013-700.csv');
const hasRealData = existsSync(csv);

/** The tutorial's layers, made small enough for the cpu backend, without dropout. */
const small: Architecture = {
  id: 'small-cnn',
  apiVersion: 1,
  description: 'For tests',
  input: { width: 48, height: 48, channels: 1, resize: 'bilinear-antialias', range: [0, 1] },
  defaults: {},
  build: (_options, classes) => ({
    layers: [
      layer('conv1', 'conv2d', { filters: 8, kernelSize: 5, strides: 2, activation: 'relu' }),
      layer('pool1', 'maxPooling2d', { poolSize: 5, strides: 2 }),
      layer('conv2', 'conv2d', { filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layer('conv3', 'conv2d', { filters: 16, kernelSize: 3, activation: 'relu' }),
      layer('pool2', 'averagePooling2d', { poolSize: 3, strides: 2 }),
      layer('flatten', 'flatten'),
      layer('dense1', 'dense', { units: 32, activation: 'relu' }),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
};

/**
 * Two faces of each emotion, or as many real ones: 200 steps show each of them some 28 times. In one pass over
 * hundreds of faces, two at a time, such a network learns nothing yet but how frequent an emotion is.
 */
const FACES = 14;

async function faces(): Promise<LabelledImages> {
  if (!hasRealData) {
    const drawn = createSyntheticDataset({ seed: 1, training: FACES, public: 0, private: 0 });
    return selectSplit(drawn, 'training');
  }
  const real = selectSplit(await loadDataset(csv, { cache: false }), 'training');
  const { width, height, images, labels } = real;
  return {
    width,
    height,
    count: FACES,
    images: images.subarray(0, FACES * width * height),
    labels: labels.subarray(0, FACES),
  };
}

async function losses(runtime: Runtime): Promise<number[]> {
  const curve: number[] = [];
  await train({
    architecture: small,
    runtime,
    batches: createBatches(await faces(), { batchSize: 2, seed: 3, stepsPerEpoch: 100 }),
    epochs: 2,
    learningRate: 3e-3,
    seed: 1,
    onProgress: (event) => event.type === 'step' && curve.push(event.loss),
  });
  return curve;
}

// On drawn faces where the real ones are not there (FER_DATA).
it(`learns on ${hasRealData ? 'real' : 'drawn'} faces as the cpu backend does, for 200 steps`, async () => {
  const onWasm = await losses(createTfjsWasmRuntime());
  const onCpu = await losses(tfjsCpu);
  expect(onCpu).toHaveLength(200);
  for (const [step, loss] of onCpu.entries())
    expect(Math.abs(onWasm[step]! - loss), `step ${step}`).toBeLessThan(1e-3);
  const mean = (curve: number[]) => curve.reduce((sum, loss) => sum + loss, 0) / curve.length;
  expect(mean(onCpu.slice(-50))).toBeLessThan(mean(onCpu.slice(0, 50)) / 2);
}, 600_000);
