import { FerError, type InputSpec, type Json } from '@fer/core';
import {
  BYTES_PER_NUMBER,
  FORMAT_VERSION,
  MANIFEST_FILE,
  type Manifest,
  type ShardEntry,
  type TensorDtype,
  type TensorEntry,
} from './manifest.ts';
import { ManifestField } from './manifest-fields.ts';

const DTYPES = Object.keys(BYTES_PER_NUMBER) as TensorDtype[];

/** A file beside the manifest: no directories, nothing hidden. */
const PLAIN_FILE_NAME = /^[\w][\w.-]*$/;

/**
 * Reads and checks `fer.json`. Fields that it does not know are ignored.
 *
 * @param location what to call the weights in messages
 * @throws FerError `FER_WEIGHTS_FORMAT` naming the field
 */
export function parseManifest(bytes: Uint8Array, location: string): Manifest {
  const root = new ManifestField(parseJson(bytes, location), '', location);
  assertFormatVersion(root, location);
  const shards = root.get('shards').elements().map(readShard);
  assertUnique(root.get('shards').elements(), 'fileName');
  const tensors = root
    .get('tensors')
    .elements()
    .map((field) => readTensor(field, shards));
  assertUnique(root.get('tensors').elements(), 'name');

  const training = root.get('training');
  const createdBy = root.get('createdBy');
  return {
    formatVersion: FORMAT_VERSION,
    architecture: {
      id: root.get('architecture').get('id').string(),
      config: root.get('architecture').get('config').object() as { [key: string]: Json },
    },
    labels: readLabels(root.get('labels')),
    input: readInput(root.get('input')),
    licence: root.get('licence').string(),
    ...(training.isMissing() ? {} : { training: training.object() as { [key: string]: Json } }),
    ...(createdBy.isMissing() ? {} : { createdBy: createdBy.string() }),
    tensors,
    shards,
  };
}

function parseJson(bytes: Uint8Array, location: string): { [key: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    // A development server answers any address with its page.
    const isPage = bytes.find((byte) => byte > 0x20) === 0x3c;
    const advice = isPage
      ? 'What came looks like a web page: check that the server gives out the weights directory.'
      : 'The file may be cut off: fetch or save the weights again.';
    throw notManifest(location, `is not JSON. ${advice}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notManifest(location, 'must hold a JSON object.');
  }
  return value as { [key: string]: unknown };
}

function notManifest(location: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_FORMAT', `The manifest ${MANIFEST_FILE} of ${location} ${problem}`, {
    details: { location },
    cause,
  });
}

function assertFormatVersion(root: ManifestField, location: string): void {
  const version = root.get('formatVersion').integer(1);
  if (version === FORMAT_VERSION) return;
  throw new FerError(
    'FER_WEIGHTS_FORMAT',
    `The weights ${location} are of format version ${version}, and this @fer/model reads up to ${FORMAT_VERSION}: update @fer/model.`,
    { details: { location, field: 'formatVersion', received: version, newest: FORMAT_VERSION } },
  );
}

function readLabels(field: ManifestField): string[] {
  const labels = field.elements().map((label) => label.string());
  if (new Set(labels).size !== labels.length) throw field.invalid('must not name a label twice');
  return labels;
}

function readInput(field: ManifestField): InputSpec {
  const bounds = field.get('range').elements();
  const [low, high] = bounds.map((bound) => bound.number());
  if (bounds.length !== 2 || low! >= high!) throw field.get('range').invalid('must be [low, high]');
  return {
    width: field.get('width').integer(1),
    height: field.get('height').integer(1),
    channels: field.get('channels').oneOf([1]),
    resize: field.get('resize').oneOf(['bilinear-antialias']),
    range: [low!, high!],
  };
}

function readShard(field: ManifestField): ShardEntry {
  return {
    fileName: field.get('fileName').matching(PLAIN_FILE_NAME, 'a plain file name'),
    byteLength: field.get('byteLength').integer(1),
    sha256: field.get('sha256').matching(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
  };
}

function readTensor(field: ManifestField, shards: readonly ShardEntry[]): TensorEntry {
  const dtype = field.get('dtype').oneOf(DTYPES);
  const shape = field
    .get('shape')
    .elements()
    .map((size) => size.integer(1));
  const byteOffset = field.get('byteOffset').integer(0);
  const byteLength = field.get('byteLength').integer(1);

  const expected = shape.reduce((product, size) => product * size, BYTES_PER_NUMBER[dtype]);
  if (byteLength !== expected) {
    throw field.get('byteLength').invalid(`must be ${expected} for a ${dtype} tensor of [${shape}]`);
  }
  const shard = shards.find(({ fileName }) => fileName === field.get('shard').value);
  if (shard === undefined) {
    throw field.get('shard').invalid(`must be one of ${shards.map((s) => s.fileName).join(', ')}`);
  }
  if (byteOffset + byteLength > shard.byteLength) {
    throw field
      .get('byteOffset')
      .invalid(`must leave room for ${byteLength} bytes in the ${shard.byteLength} of ${shard.fileName}`);
  }
  return { name: field.get('name').string(), shape, dtype, shard: shard.fileName, byteOffset, byteLength };
}

function assertUnique(entries: readonly ManifestField[], key: string): void {
  const seen = new Set<unknown>();
  for (const entry of entries) {
    const field = entry.get(key);
    if (seen.has(field.value)) throw field.invalid('must be unique');
    seen.add(field.value);
  }
}
