import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { MANIFEST_FILE, MANIFEST_LIMITS } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { serializeWeights } from './serialize-weights.ts';

type Loose = { [key: string]: never };

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const files = await serializeWeights(randomWeights(tinyCnn));
const valid = new TextDecoder().decode(files.get(MANIFEST_FILE));

/** The manifest with one field changed; `undefined` leaves it out. */
function changed(path: string, value: unknown): Uint8Array {
  const manifest = JSON.parse(valid) as Loose;
  const keys = path.split('.');
  let parent: Loose = manifest;
  for (const key of keys.slice(0, -1)) parent = parent[key]!;
  parent[keys.at(-1)!] = value as never;
  return bytesOf(manifest);
}

it('gives back what was written', () => {
  expect(parseManifest(bytesOf(JSON.parse(valid)), 'here')).toEqual(JSON.parse(valid));
});

it('lets fields be that it does not know, and training and createdBy be absent', () => {
  const { training, createdBy, ...rest } = JSON.parse(valid);
  expect(training).toBeDefined();
  expect(createdBy).toBe('a test');
  expect(parseManifest(bytesOf({ ...rest, colour: 'blue' }), 'here')).toEqual(rest);
});

it('reads the temperature that weights were fitted with', async () => {
  const calibration = { temperature: 1.25, fittedOn: 'fer2013 public' };
  const manifest = parseManifest(changed('calibration', { ...calibration, colour: 'blue' }), 'here');
  expect(manifest).toEqual({ ...JSON.parse(valid), calibration });
  const written = await serializeWeights({ ...randomWeights(tinyCnn), calibration });
  expect(parseManifest(written.get(MANIFEST_FILE)!, 'here')).toEqual(manifest);
});

describe('names the field of a calibration that is wrong', () => {
  const fittedOn = 'fer2013 public';
  it.each([
    ['calibration', 1.2],
    ['calibration', null],
    ['calibration.temperature', { fittedOn }],
    ['calibration.temperature', { fittedOn, temperature: '1' }],
    ['calibration.temperature', { fittedOn, temperature: 0 }],
    ['calibration.temperature', { fittedOn, temperature: -1 }],
    ['calibration.temperature', { fittedOn, temperature: 0.04 }],
    ['calibration.temperature', { fittedOn, temperature: 1e300 }],
    ['calibration.temperature', { fittedOn, temperature: null }],
    ['calibration.fittedOn', { temperature: 1 }],
    ['calibration.fittedOn', { temperature: 1, fittedOn: '' }],
    ['calibration.fittedOn', { temperature: 1, fittedOn: 'red \u001b[31m' }],
    ['calibration.fittedOn', { temperature: 1, fittedOn: 'x'.repeat(257) }],
  ])('%s of %j', (field, calibration) => {
    expect(() => parseManifest(changed('calibration', calibration), 'here')).toThrow(
      expect.objectContaining({ code: 'FER_WEIGHTS_FORMAT', details: expect.objectContaining({ field }) }),
    );
  });

  it('also where JSON spells infinity', () => {
    const text = valid.replace('{', '{ "calibration": { "temperature": 1e999, "fittedOn": "x" },');
    expect(() => parseManifest(new TextEncoder().encode(text), 'here')).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ field: 'calibration.temperature' }) }),
    );
  });
});

it.each([
  ['float32', 108],
  ['float16', 54],
  ['int8', 27 + 4 * 3],
])('holds a tensor of %s to its bytes', (dtype, byteLength) => {
  const change = (bytes: number) => {
    const manifest = JSON.parse(new TextDecoder().decode(changed('tensors.0.dtype', dtype)));
    manifest.tensors[0].byteLength = bytes;
    return new TextEncoder().encode(JSON.stringify(manifest));
  };
  expect(parseManifest(change(byteLength), 'here').tensors[0]).toMatchObject({ dtype, byteLength });
  expect(() => parseManifest(change(byteLength + 1), 'here')).toThrow(`must be ${byteLength}`);
});

describe('names the field that is wrong', () => {
  it.each([
    ['formatVersion', undefined],
    ['formatVersion', '1'],
    ['architecture', 'tiny-cnn'],
    ['architecture.id', ''],
    ['architecture.config', []],
    ['labels', []],
    ['labels.1', 'angry'],
    ['labels.2', 7],
    ['input.width', 0],
    ['input.height', 4.5],
    ['input.channels', 2],
    ['input.resize', 'nearest'],
    ['input.range', [1, 1]],
    ['input.range', [0, 1, 2]],
    ['licence', undefined],
    ['training', 'long'],
    ['createdBy', 1],
    ['shards', {}],
    ['shards.0.fileName', '../secret'],
    ['shards.0.fileName', 'C:\\secret'],
    ['shards.0.fileName', '.hidden'],
    ['shards.0.byteLength', -1],
    ['shards.0.sha256', 'ABC'],
    ['tensors', undefined],
    ['tensors.1.name', 'conv1/kernel'],
    ['tensors.0.shape', []],
    ['tensors.0.shape.0', 0],
    ['tensors.0.dtype', 'float64'],
    ['tensors.0.shard', 'weights-9.bin'],
    ['tensors.0.byteOffset', -4],
    ['tensors.0.byteOffset', 1e6],
    ['tensors.0.byteLength', 4],
    ['architecture.id', 'tiny cnn'],
    ['architecture.config.filters', 1e9],
    ['labels.2', 'red \u001b[31m'],
    ['labels.0', '__proto__'],
    ['input.width', 1025],
    ['input.height', 1e12],
    ['input.range.0', -1e39],
    ['input.range', [0, 1e-46]],
    ['input.range', [0]],
    ['input.range.1', null],
    ['tensors.0.name', 'conv1/ker\nnel'],
    ['tensors.0.shape', Array(9).fill(1)],
    ['tensors.0.shape.0', 2 ** 31],
    ['tensors.1.byteOffset', 104],
    ['tensors.2.byteOffset', 0],
  ])('%s = %j', (path, value) => {
    const isElement = path === 'labels.2' || path === 'tensors.0.shape.0';
    const field = path.replaceAll(/\.(\d+)/g, '[$1]');
    let failure: unknown;
    try {
      parseManifest(changed(path, value), 'here');
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: 'FER_WEIGHTS_FORMAT', details: { location: 'here', field } });
    if (!isElement && value === undefined)
      expect(failure).toHaveProperty('message', expect.stringMatching('is missing'));
  });
});

it('says to update for a newer format', () => {
  expect(() => parseManifest(changed('formatVersion', 3), 'here')).toThrow(
    expect.objectContaining({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringContaining('update @fer/model'),
    }),
  );
});

it.each([
  ['cut off', new TextEncoder().encode(valid.slice(0, 100)), /may be cut off/],
  ['a web page', new TextEncoder().encode('\n <!doctype html>'), /looks like a web page/],
  ['not text', Uint8Array.of(0x22, 0xff, 0x22), /is not JSON/],
  ['a list', bytesOf([1]), /must hold a JSON object/],
])('says what is wrong with a file that is %s', (_, bytes, message) => {
  expect(() => parseManifest(bytes, 'here')).toThrow(
    expect.objectContaining({ code: 'FER_WEIGHTS_FORMAT', message: expect.stringMatching(message) }),
  );
});

describe('what is made to hurt', () => {
  const failure = (bytes: Uint8Array): unknown => {
    try {
      return parseManifest(bytes, 'here');
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['labels', Array.from({ length: 1001 }, (_, i) => `label ${i}`)],
    ['shards', Array(1025).fill({})],
    ['tensors', Array(10_001).fill({})],
    ['architecture.id', 'x'.repeat(257)],
  ])('counts the %s', (field, value) => {
    expect(failure(changed(field, value))).toMatchObject({ code: 'FER_WEIGHTS_FORMAT', details: { field } });
  });

  it('refuses one tensor 800 times over the same bytes', () => {
    const { tensors, ...rest } = JSON.parse(valid);
    const again = Array.from({ length: 800 }, (_, i) => ({ ...tensors[0], name: `tensor${i}` }));
    expect(failure(bytesOf({ ...rest, tensors: again }))).toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringMatching(
        /`tensors\[1\].byteOffset` must be 108 at least, .*'tensor0' ends there/,
      ),
    });
  });

  it('refuses a product of sizes that only rounds to the right one', () => {
    const { tensors, ...rest } = JSON.parse(valid);
    tensors[0].shape = Array(8).fill(2 ** 31 - 1);
    tensors[0].byteLength = Number.MAX_SAFE_INTEGER;
    expect(failure(bytesOf({ ...rest, tensors }))).toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      details: { field: 'tensors[0].byteLength' },
    });
  });

  it('takes tensors in any order, and bytes between them', () => {
    const manifest = JSON.parse(valid);
    manifest.tensors.reverse();
    manifest.tensors.shift();
    expect(failure(bytesOf(manifest))).toEqual(manifest);
  });

  it('does not read on past the longest manifest', () => {
    const padded = new Uint8Array(MANIFEST_LIMITS.byteLength + 1).fill(0x20);
    padded.set(new TextEncoder().encode(valid));
    expect(failure(padded.subarray(0, -1))).toEqual(JSON.parse(valid));
    expect(failure(padded)).toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringContaining('must have at most 2097152 bytes, but has 2097153'),
    });
  });

  it.each(['labels', 'training', 'shards', 'architecture', 'input'])('bears deep nesting in %s', (key) => {
    const deep = `${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`;
    const text = JSON.stringify({ ...JSON.parse(valid), [key]: 'HERE' }).replace('"HERE"', `{"a":${deep}}`);
    expect(failure(new TextEncoder().encode(text))).toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
  });

  it('shows little of what is long', () => {
    const key = 'k'.repeat(100_000);
    for (const change of [
      { licence: { [key]: 1 } },
      { training: { [key]: JSON.parse('{"__proto__":1}') } },
    ]) {
      const error = failure(bytesOf({ ...JSON.parse(valid), ...change }));
      expect(error).toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
      expect(
        JSON.stringify([(error as Error).message, (error as { details: unknown }).details]).length,
      ).toBeLessThan(1000);
    }
  });

  it('refuses keys that would change a prototype, and takes the last of two equal ones', () => {
    const text = valid.replace('"seed": 1', '"__proto__": { "polluted": true }');
    expect(text).not.toBe(valid);
    expect(failure(new TextEncoder().encode(text))).toMatchObject({
      details: { field: 'training.__proto__' },
    });
    const twice = valid.replace('"licence":', '"licence": "MIT", "licence":');
    expect(failure(new TextEncoder().encode(twice))).toEqual(JSON.parse(valid));
    const outside = valid.replace('{', '{ "__proto__": { "licence": "none" }, ');
    expect(failure(new TextEncoder().encode(outside))).toEqual(JSON.parse(valid));
    expect('polluted' in {}).toBe(false);
  });

  it('refuses a number that could not be written again', () => {
    const text = valid.replace('"seed": 1', '"seed": 1e999');
    expect(failure(new TextEncoder().encode(text))).toMatchObject({ details: { field: 'training.seed' } });
  });

  it('says that it came compressed', () => {
    expect(failure(gzipSync(valid))).toMatchObject({
      message: expect.stringContaining('compressed with gzip'),
    });
  });
});
