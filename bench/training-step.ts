/**
 * Times a training step (forward and all gradients) of the tutorial CNN on the wasm backend, kernel by kernel, and
 * beside it one of two images on tfjs's cpu backend: the only other one that trains it without native code.
 *
 *   node --conditions=@fer/source --import tsx bench/training-step.ts [batch 128] [steps 10] [--relaxed] [--shapes]
 */
import {
  enableRelaxedSimd,
  isRelaxedSimdSupported,
  registerWasmBackend,
  wasmKernelCalls,
} from '@fer/backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const flags = process.argv.filter((argument) => argument.startsWith('--'));
const numbers = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const batch = Number(numbers[0] ?? 128);
const steps = Number(numbers[1] ?? 10);
const warmUpSteps = 3;
const peerBatch = 2;

if (flags.includes('--relaxed')) await enableRelaxedSimd();
await registerWasmBackend();

const model = layers.sequential({
  layers: [
    layers.layers.conv2d({ filters: 64, kernelSize: 5, activation: 'relu', inputShape: [48, 48, 1] }),
    layers.layers.maxPooling2d({ poolSize: 5, strides: 2 }),
    layers.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    layers.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    layers.layers.averagePooling2d({ poolSize: 3, strides: 2 }),
    layers.layers.conv2d({ filters: 128, kernelSize: 3, activation: 'relu' }),
    layers.layers.conv2d({ filters: 128, kernelSize: 3, activation: 'relu' }),
    layers.layers.averagePooling2d({ poolSize: 3, strides: 2 }),
    layers.layers.flatten(),
    layers.layers.dense({ units: 1024, activation: 'relu' }),
    layers.layers.dense({ units: 1024, activation: 'relu' }),
    layers.layers.dense({ units: 7 }),
  ],
});
const images = tf.randomUniform([batch, 48, 48, 1], 0, 1, 'float32', 1);
const labels = tf.oneHot(
  tf.tensor1d(
    Array.from({ length: batch }, (_, index) => index % 7),
    'int32',
  ),
  7,
);

/** @returns the loss of the first `size` images */
function step(size = batch): number {
  return tf.tidy(() => {
    const inputs = tf.slice(images, 0, size);
    const targets = tf.slice(labels, 0, size);
    const { value, grads } = tf.variableGrads(() =>
      tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(
        targets,
        model.apply(inputs, { training: true }) as tf.Tensor,
      ),
    );
    for (const gradient of Object.values(grads)) gradient.dataSync();
    return value.dataSync()[0]!;
  });
}

for (let index = 0; index < warmUpSteps; index++) step();

const wallMs: number[] = [];
const cpuMs: number[] = [];
for (let index = 0; index < steps; index++) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  step();
  wallMs.push(performance.now() - start);
  cpuMs.push(process.cpuUsage(cpu).user / 1000);
}

const { kernels } = await tf.profile(() => step());
const byKernel = new Map<string, { ms: number; calls: number }>();
for (const kernel of kernels) {
  const ms = Number(await kernel.kernelTimeMs);
  const shapes = `${Object.values(kernel.inputShapes)
    .map((shape) => `[${shape}]`)
    .join(' ')}`;
  const name = flags.includes('--shapes') ? `${kernel.name} ${shapes}` : kernel.name;
  const entry = byKernel.get(name) ?? { ms: 0, calls: 0 };
  byKernel.set(name, { ms: entry.ms + ms, calls: entry.calls + 1 });
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const wall = median(wallMs);
const cpu = median(cpuMs);
const simd = (await isRelaxedSimdSupported()) ? 'relaxed SIMD' : 'SIMD';
console.log(`batch ${batch}, ${steps} steps after ${warmUpSteps}, Node ${process.versions.node}, ${simd}`);
console.log(
  `wall: median ${wall.toFixed(0)} ms a step, ${((batch / wall) * 1000).toFixed(0)} images/s; fastest ${wallMs[0]!.toFixed(0)} ms, ${((batch / wallMs[0]!) * 1000).toFixed(0)} images/s`,
);
console.log(`cpu time: median ${cpu.toFixed(0)} ms a step, ${((batch / cpu) * 1000).toFixed(0)} images/s`);
for (const [name, { ms, calls }] of [...byKernel].sort((a, b) => b[1].ms - a[1].ms).slice(0, 24)) {
  console.log(`${ms.toFixed(1).padStart(8)} ms ${String(calls).padStart(4)}×  ${name}`);
}
const heap = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
console.log(`heap ${(heap / 2 ** 20).toFixed(0)} MiB, ${tf.memory().numTensors} tensors, kernel calls:`);
console.log(wasmKernelCalls());

const wasmLoss = step(peerBatch);
await tf.setBackend('cpu');
(tf.backend() as unknown as { firstUse: boolean }).firstUse = false; // or it greets
const start = performance.now();
const cpuLoss = step(peerBatch);
const peerMs = (performance.now() - start) / peerBatch;
console.log(
  `tfjs cpu: ${(peerMs / 1000).toFixed(2)} s an image, ${(peerMs / (wall / batch)).toFixed(0)} times as long; ` +
    `loss of ${peerBatch} images ${cpuLoss.toFixed(6)}, on wasm ${wasmLoss.toFixed(6)}`,
);
