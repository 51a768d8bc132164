/**
 * The child process of `layers.ts`: single operations of tfjs, with our kernels or without. Only what follows the
 * inputs' upload and comes before the reading of the result is timed.
 */
import { registerWasmBackend, wasmKernelCalls } from '@fer/backend-wasm';
import { createRandom } from '@fer/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Operation } from './operations.ts';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { serveCommands } from './support/serve-commands.ts';
import { timeRepeatedly, warmUp } from './support/time-repeatedly.ts';

/** Given as JSON, the only argument. */
export interface LayersSetup {
  readonly system: 'fer' | 'tfjs-wasm';
  readonly threads: number;
  readonly relaxed: boolean;
}

/** Each is answered by one message. `prepare` replaces the operation that the others time. */
export type LayersCommand =
  | { readonly type: 'load' }
  | { readonly type: 'prepare'; readonly operation: Operation; readonly batch: number }
  | { readonly type: 'measure'; readonly durationMs: number };

/** The answer to `prepare`: what the operation gives, and the paths that our overrides took. */
export interface Prepared {
  readonly output: Float32Array;
  readonly paths: readonly string[];
}

const setup = JSON.parse(process.argv[2]!) as LayersSetup;
const WARM_UP_SLICE_MS = 60;
const WARM_UP_LIMIT_MS = 1500;
let compute: (() => tf.Tensor) | undefined;
let inputs: tf.Tensor[] = [];

serveCommands(async (command: LayersCommand) => {
  switch (command.type) {
    case 'load':
      return load();
    case 'prepare':
      return prepare(command.operation, command.batch);
    case 'measure':
      return timeRepeatedly(run, command.durationMs);
  }
});

async function load() {
  if (setup.relaxed) await requireRelaxedSimd();
  if (setup.system === 'fer') await registerWasmBackend({ threads: setup.threads });
  else {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
  }
  return describeMachine();
}

async function prepare(operation: Operation, batch: number): Promise<Prepared> {
  for (const tensor of inputs) tensor.dispose();
  compute = createCall(operation, batch);
  const before = wasmKernelCalls();
  const result = compute();
  const output = (await result.data<'float32'>()).slice();
  result.dispose();
  const after = wasmKernelCalls();
  await warmUp(run, WARM_UP_SLICE_MS, WARM_UP_LIMIT_MS);
  return { output, paths: Object.keys(after).filter((path) => after[path] !== before[path]) };
}

function run(): void {
  compute!().dispose();
}

function createCall(operation: Operation, batch: number): () => tf.Tensor {
  const channels = operation.input.at(-1)!;
  const filters = operation.output.at(-1)!;
  switch (operation.type) {
    case 'conv2d': {
      const { window, activation, strides, padding } = operation;
      const x = random<tf.Tensor4D>([batch, ...operation.input]);
      const filter = random<tf.Tensor4D>([...window, channels, filters]);
      const bias = random<tf.Tensor1D>([filters]);
      inputs = [x, filter, bias];
      const options = { x, filter, strides: [...strides] as [number, number], pad: padding, bias };
      return () => tf.fused.conv2d({ ...options, activation: activation as 'relu' });
    }
    case 'depthwise': {
      const { window, strides, padding } = operation;
      const x = random<tf.Tensor4D>([batch, ...operation.input]);
      const filter = random<tf.Tensor4D>([...window, channels, filters / channels]);
      inputs = [x, filter];
      return () => tf.depthwiseConv2d(x, filter, [...strides], padding);
    }
    case 'maxPool':
    case 'averagePool': {
      const { window, strides, padding } = operation;
      const x = random<tf.Tensor4D>([batch, ...operation.input]);
      inputs = [x];
      const pool = operation.type === 'maxPool' ? tf.maxPool : tf.avgPool;
      return () => pool(x, [...window], [...strides], padding);
    }
    case 'dense': {
      const a = random<tf.Tensor2D>([batch, channels]);
      const b = random<tf.Tensor2D>([channels, filters]);
      const bias = random<tf.Tensor1D>([filters]);
      inputs = [a, b, bias];
      return () => tf.fused.matMul({ a, b, bias, activation: operation.activation as 'relu' });
    }
    default:
      throw new Error(`Operations of type '${operation.type}' are not measured one by one.`);
  }
}

/** -1..1, the same for every system. */
function random<T extends tf.Tensor>(shape: number[]): T {
  const numbers = createRandom(shape.length, ...shape);
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => numbers.uniform(-1, 1)),
    shape,
  ) as T;
}
