import { readFileSync } from 'node:fs';
import { createRandom, type Random } from '@fer/core';
import { exportWeights, type ImportWeightsOptions, importWeights } from '@fer/formats';
import type { Weights } from '@fer/model';
import { unzipSync, zipSync } from 'fflate';
import { kerasFile } from '../../../packages/formats/src/keras/__fixtures__/fixtures.ts';
import {
  graphFiles,
  integers,
  randoms,
} from '../../../packages/formats/src/tfjs-graph/__fixtures__/graph-files.ts';
import type { FuzzTarget } from '../target.ts';

/** Small, so that a hostile size is noticed at once. */
const MAX_BYTES = 2 ** 22;

const WEIGHTS: Weights = {
  architecture: { id: 'fuzzed', config: {} },
  graph: {
    layers: [
      { name: 'conv1', type: 'conv2d', config: { filters: 3, kernelSize: 3, activation: 'relu' } },
      { name: 'bn1', type: 'batchNormalization', config: {} },
      { name: 'flatten', type: 'flatten', config: {} },
      { name: 'logits', type: 'dense', config: { units: 4 } },
      { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
    ],
  },
  labels: ['a', 'b', 'c', 'd'],
  input: { width: 5, height: 6, channels: 1, resize: 'bilinear-antialias', range: [0, 1] },
  licence: 'Apache-2.0',
  tensors: tensors(),
};

const OPTIONS: ImportWeightsOptions = {
  input: WEIGHTS.input,
  labels: WEIGHTS.labels,
  weightsLimits: { maxBytes: MAX_BYTES },
};

function tensors(): Weights['tensors'] {
  const random = createRandom(1);
  const shapes: [string, number[]][] = [
    ['conv1/kernel', [3, 3, 1, 3]],
    ['conv1/bias', [3]],
    ['bn1/gamma', [3]],
    ['bn1/beta', [3]],
    ['bn1/moving_mean', [3]],
    ['bn1/moving_variance', [3]],
    ['logits/kernel', [36, 4]],
    ['logits/bias', [4]],
  ];
  return new Map(
    shapes.map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [name, { shape, data: Float32Array.from({ length }, () => random.uniform(0.1, 1)) }];
    }),
  );
}

type Files = Map<string, Uint8Array>;

/** Changes a few bytes, cuts, repeats or swaps pieces. */
function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length);
  switch (random.integer(8)) {
    case 0:
      return bytes.slice(0, at);
    case 1: {
      const piece = bytes.slice(at, at + random.integer(64));
      return Uint8Array.of(...bytes.subarray(0, at), ...piece, ...bytes.subarray(at));
    }
    case 2: {
      const changed = bytes.slice();
      const to = random.integer(bytes.length);
      changed.copyWithin(to, at, at + random.integer(256));
      return changed;
    }
    default: {
      const changed = bytes.slice();
      for (let count = 1 + random.integer(4); count > 0; count--) {
        changed[random.integer(bytes.length)] = [0, 1, 0x7f, 0x80, 0xff, random.integer(256)][
          random.integer(6)
        ]!;
      }
      return changed;
    }
  }
}

const NUMBERS = [0, -1, 0.5, 2, 7, 1e9, 2 ** 31, 2 ** 53, -1e300, 1e-300];
const TEXTS = ['', '__proto__', '../x', 'Lambda', 'conv1', 'input', 'same', 'Model', '\u0000', '\ud800'];

/** Changes one value of a JSON, as deep as it goes. */
function mutateJson(value: unknown, random: Random): void {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder);
  if (keys.length === 0) return;
  const key = keys[random.integer(keys.length)]!;
  const child = holder[key];
  if (typeof child === 'object' && child !== null && random.integer(5) > 0) {
    mutateJson(child, random);
    return;
  }
  switch (random.integer(6)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      holder[key] = NUMBERS[random.integer(NUMBERS.length)];
      break;
    case 2:
      holder[key] = TEXTS[random.integer(TEXTS.length)];
      break;
    case 3:
      holder[key] = [null, true, [], {}, [[[[]]]], 'x'.repeat(10_000)][random.integer(6)];
      break;
    case 4:
      if (Array.isArray(holder)) holder.push(structuredClone(child), structuredClone(child));
      else holder[TEXTS[random.integer(TEXTS.length)]!] = child;
      break;
    default:
      holder[key] = typeof child === 'number' ? child + random.integer(3) - 1 : structuredClone(holder);
  }
}

function changedJson(bytes: Uint8Array, random: Random): Uint8Array {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  for (let count = 1 + random.integer(2); count > 0; count--) mutateJson(value, random);
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A header changed as JSON, its length right again. */
function changedSafetensors(bytes: Uint8Array, random: Random): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  if (random.integer(2) === 0) {
    const own = JSON.parse(header.__metadata__.fer);
    mutateJson(own, random);
    header.__metadata__.fer = JSON.stringify(own);
  } else mutateJson(header, random);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const result = new Uint8Array(8 + json.length + bytes.length - 8 - length);
  new DataView(result.buffer).setBigUint64(0, BigInt(json.length), true);
  result.set(json, 8);
  result.set(bytes.subarray(8 + length), 8 + json.length);
  return result;
}

/** A member changed, its checksum right again. */
function changedZip(bytes: Uint8Array, random: Random): Uint8Array {
  const members = unzipSync(bytes);
  const names = Object.keys(members);
  const name = names[random.integer(names.length)]!;
  const isJson = name.endsWith('.json') && random.integer(4) > 0;
  members[name] = new Uint8Array(
    isJson ? changedJson(members[name]!, random) : mutateBytes(members[name]!, random),
  );
  return zipSync(members, { level: random.integer(2) === 0 ? 0 : 6 });
}

function changedModelJson(files: Files, random: Random): Files {
  return new Map(files).set('model.json', changedJson(files.get('model.json')!, random));
}

/** What a format's own structure is changed by; others are changed byte by byte. */
const STRUCTURED: { readonly [format: string]: (files: Files, random: Random) => Files } = {
  keras: (files, random) => new Map([...files].map(([name, bytes]) => [name, changedZip(bytes, random)])),
  'keras-h5': (files) => files,
  'tfjs-layers': changedModelJson,
  'tfjs-graph': changedModelJson,
  safetensors: (files, random) =>
    new Map([...files].map(([name, bytes]) => [name, changedSafetensors(bytes, random)])),
};

/** @param make its files */
function target(format: string, make = () => exportWeights(WEIGHTS, format)): FuzzTarget {
  let files: Files;
  return {
    name: `formats-${format}`,
    async prepare() {
      files = new Map(await make());
      await importWeights(files, OPTIONS);
    },
    async run(random, signal) {
      let changed = random.integer(3) > 0 ? STRUCTURED[format]!(files, random) : files;
      if (changed === files) {
        const names = [...files.keys()];
        const name = names[random.integer(names.length)]!;
        changed = new Map(files).set(name, mutateBytes(files.get(name)!, random));
      }
      const weights = await importWeights(changed, { ...OPTIONS, signal });
      for (const [name, { shape, data }] of weights.tensors) {
        const size = shape.reduce((product, side) => product * side, 1);
        if (data.length !== size)
          throw new Error(`finding: ${name} has ${data.length} numbers for [${shape}]`);
        if (!data.every(Number.isFinite))
          throw new Error(`finding: ${name} holds a number that is not finite`);
      }
      return 'ok';
    },
  };
}

/** A graph model with each kind of operation. */
function graphModel() {
  const window = { strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], padding: 'SAME', data_format: 'NHWC' };
  const fused = { fused_ops: ['BiasAdd', 'Relu6'], num_args: { i: 1 } };
  return graphFiles({
    input: [6, 5, 1],
    nodes: {
      conv: { op: '_FusedConv2D', inputs: ['x', 'kernel', 'bias'], attributes: { ...window, ...fused } },
      deep: { op: 'DepthwiseConv2dNative', inputs: ['conv', 'filters'], attributes: window },
      scaled: { op: 'Mul', inputs: ['deep', 'bias'] },
      pool: { op: 'MaxPool', inputs: ['scaled'], attributes: { ...window, ksize: [1, 3, 3, 1] } },
      sum: { op: 'AddV2', inputs: ['pool', 'conv'] },
      padded: { op: 'Pad', inputs: ['sum', 'paddings'] },
      mean: { op: 'Mean', inputs: ['padded', 'axes'], attributes: { keep_dims: true } },
      shape: { op: 'Shape', inputs: ['mean'] },
      batch: {
        op: 'StridedSlice',
        inputs: ['shape', 'zero', 'one', 'one'],
        attributes: { shrink_axis_mask: { i: 1 } },
      },
      sizes: { op: 'Pack', inputs: ['batch', 'five'] },
      flat: { op: 'Reshape', inputs: ['mean', 'sizes'] },
      logits: { op: 'MatMul', inputs: ['flat', 'matrix'] },
      softmax: { op: 'Softmax', inputs: ['logits'] },
    },
    tensors: {
      kernel: randoms([3, 3, 1, 3]),
      bias: randoms([3]),
      filters: randoms([3, 3, 3, 1]),
      paddings: { shape: [4, 2], dtype: 'int32', data: [0, 0, 1, 0, 0, 1, 0, 2] },
      axes: integers(1, 2),
      zero: integers(0),
      one: integers(1),
      five: { shape: [], dtype: 'int32', data: [5] },
      matrix: randoms([5, 4]),
    },
  });
}

/** JSON and weights apart, as Keras 2 itself wrote them. */
export const structureApart: FuzzTarget = {
  name: 'formats-keras-json',
  async run(random, signal) {
    const folder = new URL('../../../packages/formats/src/keras/__fixtures__/', import.meta.url);
    const json = new Uint8Array(readFileSync(new URL('keras2-tutorial.json', folder)));
    const { gunzipSync } = await import('node:zlib');
    const h5 = new Uint8Array(gunzipSync(readFileSync(new URL('keras2-tutorial.h5.gz', folder))));
    const files = new Map([
      ['a.json', random.integer(3) > 0 ? changedJson(json, random) : mutateBytes(json, random)],
      ['a.h5', random.integer(4) > 0 ? h5 : mutateBytes(h5, random)],
    ]);
    const input = { ...WEIGHTS.input, width: 10, height: 12 };
    await importWeights(files, { ...OPTIONS, input, labels: [...'abcdefg'], signal });
    return 'ok';
  },
};

/** Models inside of a model, as Keras 3 itself wrote them. */
export const nestedModels: FuzzTarget = {
  name: 'formats-keras-nested',
  async run(random, signal) {
    const bytes = changedZip(kerasFile('keras3-transfer-zip.keras'), random);
    const input = { ...WEIGHTS.input, width: 10, height: 12 };
    const labels = [...'abcdefg'];
    await importWeights(new Map([['a.keras', bytes]]), { ...OPTIONS, input, labels, signal });
    return 'ok';
  },
};

export const kerasZip = target('keras');
export const kerasH5 = target('keras-h5');
export const tfjsLayers = target('tfjs-layers');
export const tfjsGraph = target('tfjs-graph', async () => graphModel().files);
export const safetensors = target('safetensors');
