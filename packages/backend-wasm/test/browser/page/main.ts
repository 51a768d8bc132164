import { registerWasmBackend, wasmBackendThreads, wasmKernelCalls } from '@fer/backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** What the test reads from the page. */
export interface PageReport {
  losses: number[];
  backend: string;
  calls: Record<string, number>;
  isolated: boolean;
  threads: number;
  cores: number;
}

declare global {
  interface Window {
    report?: PageReport | { error: string };
    wasmFolder?: string;
  }
}

async function train(): Promise<PageReport> {
  const folder = window.wasmFolder;
  await registerWasmBackend(folder === undefined ? {} : { wasmUrl: folder, tfjsWasmPaths: folder });
  const { layers: make } = layers;
  const model = layers.sequential({
    layers: [
      make.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [13, 13, 1] }),
      make.maxPooling2d({ poolSize: 3, strides: 2 }),
      make.separableConv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
      make.averagePooling2d({ poolSize: 2, strides: 1 }),
      make.flatten(),
      make.dense({ units: 7, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy' });
  const images = tf.randomUniform([14, 13, 13, 1], 0, 1, 'float32', 1);
  const labels = tf.oneHot(
    Array.from({ length: 14 }, (_, index) => index % 7),
    7,
  );
  const { history } = await model.fit(images, labels, { epochs: 60, batchSize: 14, verbose: 0 });
  return {
    losses: history.loss as number[],
    backend: tf.getBackend(),
    calls: wasmKernelCalls(),
    threads: wasmBackendThreads(),
    cores: navigator.hardwareConcurrency,
    isolated: window.crossOriginIsolated,
  };
}

train().then(
  (report) => {
    window.report = report;
  },
  (error: unknown) => {
    window.report = { error: String(error) };
  },
);
