import { type ModelDefinition, type Network, type Runtime, sizeOf } from '@fer/core';
import { call } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import type { GuardContext } from './guard-context.ts';
import { override } from './override.ts';
import { start } from './start.ts';

/** How far a row of probabilities may be from 1: float16 of a GPU, with room. */
const SUM_TOLERANCE = 0.02;

export function guardRuntime(runtime: Runtime, part: Part, { timeoutMs }: GuardContext): Runtime {
  return override(runtime, {
    async isSupported() {
      const support = await start(part, 'isSupported', () => runtime.isSupported(), timeoutMs);
      if (typeof support?.supported === 'boolean') return support;
      throw wrongResult(part, 'isSupported', 'whether it is supported');
    },
    init: () => start(part, 'init', () => runtime.init(), timeoutMs),
    async load(model) {
      const network = await call(part, 'load', () => runtime.load(model));
      if (typeof network?.predict === 'function' && Array.isArray(network.outputs)) {
        return guardNetwork(network, part, model);
      }
      throw wrongResult(part, 'load', 'a network');
    },
  });
}

function guardNetwork(network: Network, part: Part, { labels }: ModelDefinition): Network {
  const { inputs, outputs } = network;
  return {
    inputs,
    outputs,
    async run(feeds, batch) {
      const results = await call(part, 'run', () => network.run(feeds, batch));
      const odd = outputs.find(({ name, shape }) => !isOfSize(results?.[name], batch * sizeOf(shape)));
      if (odd === undefined) return results;
      throw wrongResult(part, 'run', `${batch} × [${odd.shape}] numbers of ${odd.name}`);
    },
    async predict(pixels, batch) {
      const results = await call(part, 'predict', () => network.predict(pixels, batch));
      const size = labels.length || sizeOf(outputs[0]?.shape ?? []);
      if (!isOfSize(results, batch * size)) {
        throw wrongResult(part, 'predict', `${batch} × ${size} numbers`);
      }
      if (labels.length === 0 || areProbabilities(results, size)) return results;
      throw wrongResult(part, 'predict', 'probabilities that sum to 1');
    },
    ...(network.preprocess && { preprocess: network.preprocess.bind(network) }),
    dispose: () => network.dispose(),
  };
}

/** Unlike `instanceof` it sees across realms. */
function isOfSize(values: unknown, size: number): boolean {
  const isFloat32 = Object.prototype.toString.call(values) === '[object Float32Array]';
  return isFloat32 && (values as Float32Array).length === size;
}

/** Written so that NaN passes: weights may lead to it, too, and whoever names the answer tells of it. */
function areProbabilities(values: Float32Array, classes: number): boolean {
  for (let first = 0; first < values.length; first += classes) {
    const row = values.subarray(first, first + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    if (row.some((value) => value < 0) || Math.abs(sum - 1) > SUM_TOLERANCE) return false;
  }
  return true;
}
