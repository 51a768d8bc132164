import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  type Architecture,
  createRandom,
  definePlugin,
  type ModelGraph,
  type NamedTensor,
  type Random,
} from '@fer/core';
import {
  type LoadWeightsOptions,
  loadWeights,
  memoryWeightsFiles,
  serializeWeights,
  type Weights,
} from '@fer/model';
import type { FuzzTarget } from '../target.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Files = Map<string, Uint8Array>;

/** The shapes that a network of one convolution needs, worked out by hand. */
function shapesOf(height: number, width: number, filters: number, classes: number): Map<string, number[]> {
  return new Map([
    ['conv1/kernel', [3, 3, 1, filters]],
    ['conv1/bias', [filters]],
    ['logits/kernel', [(height - 2) * (width - 2) * filters, classes]],
    ['logits/bias', [classes]],
  ]);
}

const architecture: Architecture = {
  id: 'fuzzed',
  apiVersion: 1,
  description: 'For fuzzing',
  input: { width: 5, height: 6, channels: 1, resize: 'bilinear-antialias', range: [0, 1] },
  defaults: { filters: 3 },
  build: ({ filters }, classes): ModelGraph => ({
    layers: [
      {
        name: 'conv1',
        type: 'conv2d',
        config: { filters: filters as number, kernelSize: 3, activation: 'relu' },
      },
      { name: 'flatten', type: 'flatten', config: {} },
      { name: 'logits', type: 'dense', config: { units: classes } },
      { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
    ],
  }),
};
const options: LoadWeightsOptions = {
  plugins: [definePlugin({ name: 'fuzz', apiVersion: 1, contributes: { architectures: [architecture] } })],
};

const hostileNumbers = [0, -1, 0.5, 1, 4, 108, 1e9, 2 ** 31, 2 ** 32 + 1, 2 ** 53, 1e39, 1e300, -1e300, -0];
const hostileTexts = [
  '',
  '__proto__',
  '../x',
  '/etc/passwd',
  'a\u0000b',
  '\u001b[31m',
  '\ud800',
  'CON',
  'fer.json',
];

function hostileText(random: Random): string {
  return hostileTexts[random.integer(hostileTexts.length)]!;
}

function hostile(random: Random): Json {
  switch (random.integer(10)) {
    case 0:
      return null;
    case 1:
      return random.integer(2) === 0;
    case 2:
      return 'x'.repeat(10 ** random.integer(6));
    case 3:
      return Array.from({ length: 10 ** random.integer(4) }, () => hostileNumbers[random.integer(14)]!);
    case 4:
      return { ['__proto__']: 1, constructor: {}, length: 3 };
    case 5:
      return hostileText(random);
    default:
      return hostileNumbers[random.integer(hostileNumbers.length)]!;
  }
}

const PLAIN = { enumerable: true, configurable: true, writable: true };

/** Changes one value somewhere in a manifest. */
function mutateField(parent: Json, random: Random): void {
  if (typeof parent !== 'object' || parent === null) return;
  const keys = Object.keys(parent);
  if (keys.length === 0) return;
  const key = keys[random.integer(keys.length)]!;
  const holder = parent as { [key: string]: Json };
  const child = holder[key]!;
  if (typeof child === 'object' && child !== null && random.integer(4) > 0) {
    mutateField(child, random);
    return;
  }
  switch (random.integer(5)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(parent)) parent.push(...Array(1 + random.integer(800)).fill(child));
      // As JSON does, so that `__proto__` is a key like any other.
      else Object.defineProperty(holder, hostileText(random), { ...PLAIN, value: child });
      break;
    case 2:
      if (typeof child === 'number') holder[key] = child + [-4, -1, 1, 4][random.integer(4)]!;
      else if (Array.isArray(child)) child.reverse();
      break;
    default:
      holder[key] = hostile(random);
  }
}

/** Changes the text of a manifest, below what JSON can say. */
function mutateText(text: string, random: Random): string {
  const at = random.integer(text.length);
  switch (random.integer(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.replace('{', `{"labels":["a"],"__proto__":{"shards":[]},`);
    case 2:
      return text.replace(/:\s*\d+/, ':1e999');
    case 3: {
      const depth = 10 ** random.integer(5);
      return text.replace(/"(seed|filters)":\s*\d+/, `"$1":${'['.repeat(depth)}${']'.repeat(depth)}`);
    }
    case 4:
      return `\ufeff${text}`;
    default:
      return text.slice(0, at) + String.fromCharCode(random.integer(128)) + text.slice(at + 1);
  }
}

/** NaN, infinities, the largest number, in float32 and float16. */
const hostileBytes = [0x7fc00000, 0x7f800000, 0xff800000, 0x7f7fffff, 0x7c007c00, 0xfe00fe00, 0x80000000];

function mutateShard(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  switch (random.integer(5)) {
    case 0:
      return changed.subarray(0, random.integer(bytes.length));
    case 1:
      return new Uint8Array([...changed, ...Array(1 + random.integer(9)).fill(0)]);
    case 2:
      return random.integer(2) === 0 ? gzipSync(changed) : new TextEncoder().encode('<!doctype html>');
    case 3:
      view.setUint32(4 * random.integer(changed.length >> 2), hostileBytes[random.integer(7)]!, true);
      return changed;
    default:
      changed[random.integer(changed.length)]! ^= 1 << random.integer(8);
      return changed;
  }
}

/** Makes sizes and checksums of a manifest those of the shards. */
function fixUp(manifest: { [key: string]: Json }, files: Files): void {
  for (const shard of manifest.shards as { [key: string]: Json }[]) {
    const bytes = files.get(String(shard?.fileName));
    if (bytes === undefined || typeof shard !== 'object') continue;
    shard.byteLength = bytes.length;
    shard.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
}

function makeFiles(valid: Files, random: Random): Files {
  const files = new Map(valid);
  const names = [...files.keys()].filter((name) => name !== 'fer.json');
  const shard = names[random.integer(names.length)]!;
  const manifest = JSON.parse(new TextDecoder().decode(files.get('fer.json')));
  if (random.integer(3) === 0) {
    files.set(shard, mutateShard(files.get(shard)!, random));
    if (random.integer(3) > 0) fixUp(manifest, files);
  }
  if (random.integer(3) > 0) for (let i = random.integer(3); i >= 0; i--) mutateField(manifest, random);
  let text = JSON.stringify(manifest);
  if (random.integer(4) === 0) text = mutateText(text, random);
  files.set('fer.json', new TextEncoder().encode(text));
  if (random.integer(20) === 0) files.delete(names[random.integer(names.length)]!);
  return files;
}

/** What a manifest says, read without this project's code. Only for files that were taken. */
function check(files: Files, weights: Weights): void {
  const manifest = JSON.parse(new TextDecoder().decode(files.get('fer.json')));
  const expect = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`finding: ${what} is not what the manifest says`);
  };
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const { labels, input, licence, training, shards, tensors } = manifest;
  expect(same(weights.architecture.config, manifest.architecture.config), 'config');
  expect(same([weights.labels, weights.licence, weights.training], [labels, licence, training]), 'header');
  expect(same({ ...input, ...weights.input }, input), 'input');
  for (const { fileName, byteLength, sha256 } of shards) {
    const bytes = files.get(fileName)!;
    expect(bytes.length === byteLength, `size of ${fileName}`);
    expect(createHash('sha256').update(bytes).digest('hex') === sha256, `checksum of ${fileName}`);
  }

  const { filters = 3 } = manifest.architecture.config;
  const shapes = shapesOf(input.height, input.width, filters, labels.length);
  expect(weights.tensors.size === shapes.size && tensors.length === shapes.size, 'number of tensors');
  for (const { name, shape, dtype, shard, byteOffset } of tensors) {
    const { buffer, byteOffset: start, byteLength } = files.get(shard)!;
    const view = new DataView(buffer, start, byteLength);
    const tensor = weights.tensors.get(name)!;
    expect(same(tensor.shape, shape) && same(shape, shapes.get(name)), `shape of ${name}`);
    for (const [i, value] of tensor.data.entries()) {
      const stored =
        dtype === 'float32'
          ? view.getFloat32(byteOffset + 4 * i, true)
          : halfValue(view.getUint16(byteOffset + 2 * i, true));
      expect(Object.is(value, stored) && Number.isFinite(value), `${name}[${i}]`);
    }
  }
}

/** IEEE 754-2019, table 3.5. */
function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

async function validFiles(dtype: 'float32' | 'float16', shardByteLength: number): Promise<Files> {
  const random = createRandom(1);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, shape] of shapesOf(6, 5, 3, 2)) {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.uniform(-1, 1));
    tensors.set(name, { shape, data });
  }
  const { id, input } = architecture;
  const weights = {
    architecture: { id, config: { filters: 3 } },
    labels: ['calm', 'tense'],
    input,
    licence: 'Apache-2.0',
    calibration: { temperature: 1.25, fittedOn: 'nothing' },
    training: { seed: 1 },
    tensors,
  };
  return serializeWeights(weights, { dtype, shardByteLength });
}

let valid: Files[];
let folder: string;
let origin: string;
let served: Files = new Map();

/** Puts files where they can be loaded from: in memory, on disk, on a server. */
const places = [
  async (files: Files) => memoryWeightsFiles(files),
  async (files: Files) => ({
    location: 'given',
    read: async (name: string) => files.get(name) as Uint8Array,
  }),
  async (files: Files) => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    return folder;
  },
  async (files: Files) => {
    served = files;
    return `${origin}/w/?token=s3cret`;
  },
];

async function startServer(): Promise<string> {
  const server = createServer((request, response) => {
    const bytes = served.get(request.url!.replace(/^\/w\/|\?.*$/g, ''));
    response.writeHead(bytes ? 200 : 404).end(bytes ?? '<!doctype html>');
  });
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Weights that were changed load as what they say, the same from everywhere, or are refused. */
export const target: FuzzTarget = {
  name: 'weights',
  async prepare() {
    valid = await Promise.all([
      validFiles('float32', 200),
      validFiles('float16', 2 ** 20),
      validFiles('float32', 1),
    ]);
    origin = await startServer();
    folder = mkdtempSync(join(tmpdir(), 'fer-fuzz-weights-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  },
  async run(random, signal) {
    const files = makeFiles(valid[random.integer(valid.length)]!, random);
    const maxBytes = random.integer(8) === 0 ? 1 + random.integer(1000) : undefined;
    const reference = await places[random.integer(places.length)]!(files);
    let weights: Weights;
    try {
      weights = await loadWeights(reference, { ...options, weightsLimits: { maxBytes }, signal });
    } catch (error) {
      if (inspect(error, { depth: 9 }).includes('s3cret')) throw new Error('finding: a secret was told');
      throw error;
    }
    check(files, weights);
    const again = await loadWeights(memoryWeightsFiles(await serializeWeights(weights)), options);
    if (!isDeepStrictEqual(again, { ...weights, createdBy: again.createdBy }))
      throw new Error('finding: saved and loaded they are others');
    const bytes = [...files].reduce((sum, [name, { length }]) => sum + (name === 'fer.json' ? 0 : length), 0);
    if (bytes > (maxBytes ?? bytes)) throw new Error(`finding: ${bytes} bytes were read, not ${maxBytes}`);
    return 'ok';
  },
};
