import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { MANIFEST_FILE } from './manifest.ts';
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

describe('names the field that is wrong', () => {
  it.each([
    ['formatVersion', undefined],
    ['formatVersion', '1'],
    ['architecture', 'tiny-cnn'],
    ['architecture.id', ''],
    ['architecture.config', []],
    ['labels', []],
    ['labels', ['happy', 'happy']],
    ['labels.2', 7],
    ['input.width', 0],
    ['input.height', 4.5],
    ['input.channels', 3],
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
  expect(() => parseManifest(changed('formatVersion', 2), 'here')).toThrow(
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
