import { inspect } from 'node:util';
import {
  createRegistry,
  createSharpDecoder,
  cropGray,
  definePlugin,
  loadImage,
  loadOnRuntime,
  preprocessFace,
  type Random,
  resizeGray,
  resizeRows,
  safeUrl,
  scaleToRange,
  selectRuntime,
  toGray,
} from '@fer/core';
import { TINY_MODEL } from '@fer/core/test';
import type { FuzzTarget } from '../target.ts';

/** What a getter of the caller's throws is the caller's, and may pass through a function that only looks at it. */
class OwnError extends Error {}

/** Wrong types, absurd numbers, and objects that do not behave. */
const odd: readonly ((random: Random) => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 0,
  () => 0.5,
  () => 2 ** 31,
  () => 2 ** 53,
  (random) => random.integer(300),
  (random) => random.normal() * 10 ** random.integer(20),
  () => '',
  () => '48',
  () => '__proto__',
  () => 'data:,',
  () => 'data:image/png;base64,iVBORw0KGgo=',
  () => 'http://',
  () => 'file:///dev/zero',
  () => '\0',
  () => 'x'.repeat(2 ** 20),
  () => new URL('file:///'),
  () => true,
  () => 4n,
  () => Symbol('odd'),
  () => () => {},
  () => ({}),
  () => [],
  () => [[]],
  () => new Date(Number.NaN),
  () => Promise.reject(new OwnError()).catch(() => {}),
  () => new Map([['a', 1]]),
  (random) => new ArrayBuffer(random.integer(64)),
  (random) => new SharedArrayBuffer(random.integer(64)),
  (random) => new Uint8Array(random.integer(64)),
  (random) => new Uint8Array(new SharedArrayBuffer(8 + random.integer(64)), random.integer(8)),
  (random) => new Float32Array(random.integer(64)).fill(random.normal() * 300),
  () => new Float64Array(6),
  () => new BigInt64Array(6),
  () => new DataView(new ArrayBuffer(8)),
  () => detached(new Uint8Array(6)),
  () => detached(new Float32Array(6)),
  () => detached(new Uint8Array(6)).buffer,
  () => new Blob(['not a picture']),
  () => AbortSignal.abort(),
  () => new AbortController(),
  () => ({ aborted: false, throwIfAborted() {} }),
  () => ({ valueOf: fail, toString: fail }),
  () => Object.create(null),
  () => Object.freeze({ id: 'x' }),
  () => new Proxy({}, { get: fail, has: fail, ownKeys: fail }),
  () => new Proxy([], { get: fail }),
  () => Object.defineProperty({}, 'width', { get: fail, enumerable: true }),
];

function detached<View extends ArrayBufferView>(view: View): View {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}

function fail(): never {
  throw new OwnError('thrown by what was given');
}

/** Addresses with something to hide; what is done with them must not show it. */
const addresses = [
  'http://127.0.0.1:1/a.png?token=s3cret',
  'http://user:s3cret@127.0.0.1:1/a.png',
  'http://127.0.0.1:1/a.png#s3cret',
  'HTTPS:\\\\user:s3cret@127.0.0.1:1\\a.png',
  'ftp://user:s3cret@host/a.png?s3cret',
  'http://user:s3cret@:99999/',
  'data:text/plain,s3cret',
  'data:image/png;base64,%s3cret',
  'blob:nodedata:1#s3cret',
];

function address(random: Random): string | URL {
  const text = addresses[random.integer(addresses.length)]!;
  return random.integer(2) === 0 && URL.canParse(text) ? new URL(text) : text;
}

/** The right value for the most part; else an odd one, or the right one with an odd member. */
function orOdd(random: Random, value: unknown): unknown {
  const choice = random.integer(8);
  if (choice === 0) return odd[random.integer(odd.length)]!(random);
  if (choice > 2 || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const keys = [...Object.keys(copy), 'unknown'];
  const key = keys[random.integer(keys.length)]!;
  if (random.integer(5) === 0) delete copy[key];
  else
    copy[key] = orOdd(random, random.integer(2) === 0 ? copy[key] : odd[random.integer(odd.length)]!(random));
  return copy;
}

const image = () => ({ data: new Uint8Array(6 * 5 * 3), width: 6, height: 5, channels: 3 });
const gray = () => ({ data: new Float32Array(6 * 5), width: 6, height: 5 });
const box = () => ({ x: 1, y: 1.5, width: 3, height: 2 });
const spec = () => ({ width: 8, height: 8, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] });
const decoder = () => ({
  id: 'odd',
  apiVersion: 1,
  isSupported: async () => true,
  sniff: () => true,
  decode: async () => image(),
});
const runtime = (id: string) => ({
  id,
  apiVersion: 1,
  description: id,
  priority: 5,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  load: async () => ({ predict: async () => new Float32Array(4), dispose() {} }),
});
const plugin = (random: Random) => ({
  name: 'odd',
  apiVersion: 1,
  contributes: orOdd(random, {
    decoders: orOdd(random, [orOdd(random, decoder())]),
    runtimes: orOdd(random, [orOdd(random, runtime('one')), runtime('two')]),
  }),
});
const limits = (signal: AbortSignal) => ({
  allow: { files: false, hosts: ['127.0.0.1:1'] },
  maxPixels: 100,
  timeoutMs: 1000,
  decoders: { list: () => [decoder()], get: () => decoder(), has: () => true },
  signal,
});

/** Each function, given what it takes, some of it odd; arguments that no type allows are the point. */
const calls: readonly ((random: Random, signal: AbortSignal) => unknown)[] = [
  (random, signal) => loadImage(orOdd(random, image()) as never, orOdd(random, limits(signal)) as never),
  (random, signal) => loadImage(orOdd(random, gray()) as never, orOdd(random, limits(signal)) as never),
  (random, signal) =>
    loadImage(odd[random.integer(odd.length)]!(random) as never, orOdd(random, limits(signal)) as never),
  (random, signal) =>
    loadImage(new Uint8Array(9), orOdd(random, { ...limits(signal), allow: orOdd(random, {}) }) as never),
  (random) =>
    preprocessFace(
      orOdd(random, image()) as never,
      orOdd(random, spec()) as never,
      orOdd(random, box()) as never,
    ),
  (random) =>
    resizeGray(
      orOdd(random, gray()) as never,
      orOdd(random, { width: 4, height: 3, box: orOdd(random, box()) }) as never,
    ),
  (random) =>
    resizeRows(orOdd(random, { width: 6, height: 5, row: () => new Float32Array(6) }) as never, {
      width: 3,
      height: 3,
    }),
  (random) =>
    scaleToRange(
      orOdd(random, new Float32Array(4)) as never,
      orOdd(random, [0, 1]) as never,
      orOdd(random, undefined) as never,
    ),
  (random) => toGray(orOdd(random, image()) as never),
  (random) => cropGray(orOdd(random, image()) as never, orOdd(random, box()) as never),
  (random) => createRegistry(orOdd(random, [definePlugin(orOdd(random, plugin(random)) as never)]) as never),
  (random) => createRegistry([]).runtimes.get(orOdd(random, 'wasm') as never),
  (random) => createSharpDecoder(orOdd(random, { lib: () => {} }) as never),
  (random) => safeUrl(random.integer(2) === 0 ? address(random) : (orOdd(random, 'https://host/a') as never)),
  (random, signal) => loadImage(address(random), orOdd(random, limits(signal)) as never),
  (random) =>
    selectRuntime(createRegistry([plugin(random) as never]), orOdd(random, ['one', 'auto']) as never),
  (random, signal) =>
    loadOnRuntime(
      createRegistry([plugin(random) as never]),
      orOdd(random, ['one', 'auto']) as never,
      TINY_MODEL,
      signal,
    ),
];

/** Core answers, or says with a `FerError` what is wrong, and never tells a secret. */
export const options: FuzzTarget = {
  name: 'options',
  async run(random, signal) {
    try {
      check(await calls[random.integer(calls.length)]!(random, signal));
      return 'ok';
    } catch (error) {
      if (inspect(error, { depth: 5 }).includes('s3cret'))
        throw new Error('finding: a secret was told', { cause: error });
      if (error instanceof OwnError) return 'own error';
      if (error instanceof DOMException && error.name === 'AbortError') return 'aborted';
      throw error;
    }
  },
};

/** No answer holds a NaN: whatever would lead to one was refused. */
function check(answer: unknown): void {
  if (typeof answer === 'string' && answer.includes('s3cret')) throw new Error('finding: a secret was told');
  const data = answer instanceof Float32Array ? answer : (answer as { data?: unknown } | undefined)?.data;
  if (data instanceof Float32Array && data.some(Number.isNaN)) throw new Error('finding: NaN was answered');
}
