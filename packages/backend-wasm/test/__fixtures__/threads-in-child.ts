/** Run by `threads.test.ts` in a process of its own: uses three threads, then ends or disposes of them. */
import { readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmBackend, wasmBackendThreads } from '../../src/index.ts';

await registerWasmBackend({ threads: 3 });
if (process.argv[2] === 'dispose') {
  const threads = () => readdirSync('/proc/self/task').length;
  const before = threads();
  tf.removeBackend('wasm');
  const patience = Date.now() + 5000;
  while (threads() > before - 2 && Date.now() < patience) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(`${before - threads()} threads fewer`);
} else {
  const rows = Array.from({ length: 6 }, (_, row) => [row, row + 0.5, row + 1]);
  const sums = await tf.sum(tf.tensor2d(rows), 0).data();
  console.log(`${[...sums].map((sum) => sum + 6)} on ${wasmBackendThreads()} threads`);
}
