import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { registerWasmBackend } from '../src/index.ts';

await registerWasmBackend();
const B = Number(process.argv[2] ?? 16),
  R = Number(process.argv[3] ?? 25);
const only = process.argv[4];
const best: Record<string, [number, number]> = {};
const L: [string, number, number, number, number, number][] = [
  ['conv1', 48, 1, 64, 5, 0],
  ['conv2', 20, 64, 64, 3, 1],
  ['conv3', 18, 64, 64, 3, 1],
  ['conv4', 7, 64, 128, 3, 1],
  ['conv5', 5, 128, 128, 3, 1],
];
const jobs: [string, number, () => tf.Tensor][] = [];
for (const [n, s, ci, co, k] of L) {
  const x = tf.randomUniform<tf.Rank.R4>([B, s, s, ci]),
    f = tf.randomUniform<tf.Rank.R4>([k, k, ci, co]);
  const o = s - k + 1;
  const dy = tf.randomUniform<tf.Rank.R4>([B, o, o, co]);
  const fl = 2 * B * o * o * k * k * ci * co;
  const be = tf.engine();
  jobs.push([n + ' fwd', fl, () => tf.conv2d(x, f, 1, 'valid')]);
  jobs.push([
    n + ' dF',
    fl,
    () =>
      be.runKernel(
        'Conv2DBackpropFilter',
        { x, dy },
        {
          strides: [1, 1],
          pad: 'valid',
          dataFormat: 'NHWC',
          dimRoundingMode: null as never,
          filterShape: f.shape,
        },
      ) as tf.Tensor,
  ]);
  if (ci > 1)
    jobs.push([
      n + ' dX',
      fl,
      () =>
        be.runKernel(
          'Conv2DBackpropInput',
          { dy, filter: f },
          {
            strides: [1, 1],
            pad: 'valid',
            dataFormat: 'NHWC',
            dimRoundingMode: null as never,
            inputShape: x.shape,
          },
        ) as tf.Tensor,
    ]);
}
{
  const M = 128;
  const a = tf.randomUniform<tf.Rank.R2>([M, 1024]),
    w = tf.randomUniform<tf.Rank.R2>([1024, 1024]),
    g = tf.randomUniform<tf.Rank.R2>([M, 1024]);
  const fl = 2 * M * 1024 * 1024;
  jobs.push(
    ['mm', fl, () => tf.matMul(a, w)],
    ['mmTB', fl, () => tf.matMul(g, w, false, true)],
    ['mmTA', fl, () => tf.matMul(a, g, true, false)],
  );
}
{
  const x = tf.randomUniform<tf.Rank.R4>([B, 44, 44, 64]);
  const y = tf.maxPool(x, 5, 2, 'valid');
  const dy = tf.randomUniform<tf.Rank.R4>(y.shape);
  jobs.push(
    ['maxpool', y.size * 25, () => tf.maxPool(x, 5, 2, 'valid')],
    [
      'maxpoolgrad',
      y.size * 25,
      () =>
        tf
          .engine()
          .runKernel(
            'MaxPoolGrad',
            { dy, input: x, output: y },
            { filterSize: [5, 5], strides: [2, 2], pad: 'valid' },
          ) as tf.Tensor,
    ],
  );
  const b = tf.randomUniform<tf.Rank.R1>([64]);
  jobs.push(
    ['biasadd', x.size, () => tf.add(x, b)],
    ['relu', x.size, () => tf.relu(x)],
    ['step', x.size, () => tf.step(x)],
    ['mul', x.size, () => tf.mul(x, x)],
    ['cast', x.size, () => tf.cast(x, 'int32')],
    ['sum', x.size, () => tf.sum(x, [0, 1, 2])],
  );
}
for (let r = 0; r < R; r++)
  for (const [n, fl, fn] of jobs) {
    if (only && !n.includes(only)) continue;
    const t = performance.now();
    const y = fn();
    const d = performance.now() - t;
    y.dispose();
    if (!best[n] || d < best[n]![0]) best[n] = [d, fl];
  }
let tot = 0;
for (const n in best) {
  tot += best[n]![0];
  console.log(
    n.padEnd(14),
    ((best[n]![0] * 128) / B).toFixed(1).padStart(7),
    'ms/128',
    (best[n]![1] / best[n]![0] / 1e6).toFixed(1),
    'GF',
  );
}
console.log('total', ((tot * 128) / B).toFixed(0));
