import { FerError } from '@fer/core';
import { foreignContent } from './foreign-content.ts';
import {
  FORMAT_VERSION,
  GRAPH_VERSION,
  MANIFEST_FILE,
  MANIFEST_LIMITS,
  type Manifest,
  type ShardEntry,
  TENSOR_DTYPES,
  type TensorEntry,
  tensorByteLength,
} from './manifest.ts';
import { ManifestField } from './manifest-fields.ts';
import {
  readArchitecture,
  readCalibration,
  readGraph,
  readInput,
  readLabels,
  readName,
} from './read-header.ts';
import { decodeUtf8 } from './utf8.ts';

/** A file beside the manifest: no directories, nothing hidden. */
const PLAIN_FILE_NAME = /^[\w][\w.-]{0,254}$/;

/** Largest size of one dimension: engines count in 32 bits. */
const MAX_SIZE = 2 ** 31 - 1;

/** How deep lists and objects may be nested in the training record. */
const RECORD_DEPTH = 64;

/**
 * Reads and checks `fer.json`. Fields that it does not know are ignored.
 *
 * @param location what to call the weights in messages
 * @throws FerError `FER_WEIGHTS_FORMAT` naming the field
 */
export function parseManifest(bytes: Uint8Array, location: string): Manifest {
  const root = new ManifestField(parseJson(bytes, location), '', { subject: nameOf(location), location });
  const formatVersion = readFormatVersion(root, location);
  const shardFields = root.get('shards').elements(MANIFEST_LIMITS.shards);
  const shards = new Map(shardFields.map(readShard).map((shard) => [shard.fileName, shard]));
  assertUnique(shardFields, 'fileName');
  const tensorFields = root.get('tensors').elements(MANIFEST_LIMITS.tensors);
  const tensors = tensorFields.map((field) => readTensor(field, shards));
  assertUnique(tensorFields, 'name');
  assertApart(tensorFields, tensors);

  const graph = formatVersion < GRAPH_VERSION ? undefined : readGraph(root.get('graph'));
  const calibration = readCalibration(root.get('calibration'));
  const training = root.get('training');
  const createdBy = root.get('createdBy');
  return {
    formatVersion,
    architecture: readArchitecture(root.get('architecture')),
    ...(graph && { graph }),
    labels: readLabels(root.get('labels'), graph),
    input: readInput(root.get('input')),
    ...(calibration && { calibration }),
    licence: root.get('licence').string(),
    ...(training.isMissing() ? {} : { training: training.json(RECORD_DEPTH) }),
    ...(createdBy.isMissing() ? {} : { createdBy: createdBy.string() }),
    tensors,
    shards: [...shards.values()],
  };
}

function parseJson(bytes: Uint8Array, location: string): { [key: string]: unknown } {
  if (bytes.length > MANIFEST_LIMITS.byteLength) {
    throw notManifest(
      location,
      `must have at most ${MANIFEST_LIMITS.byteLength} bytes, but has ${bytes.length}.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    if (FerError.isInstance(cause)) throw cause;
    const advice = foreignContent(bytes) ?? 'The file may be cut off: fetch or save the weights again.';
    throw notManifest(location, `is not JSON. ${advice}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notManifest(location, 'must hold a JSON object.');
  }
  return value as { [key: string]: unknown };
}

function nameOf(location: string): string {
  return `The manifest ${MANIFEST_FILE} of ${location}`;
}

function notManifest(location: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_FORMAT', `${nameOf(location)} ${problem}`, {
    details: { location },
    cause,
  });
}

function readFormatVersion(root: ManifestField, location: string): Manifest['formatVersion'] {
  const version = root.get('formatVersion').integer(1);
  if (version === 1 || version === FORMAT_VERSION) return version;
  throw new FerError(
    'FER_WEIGHTS_FORMAT',
    `The weights ${location} are of format version ${version}, and this @fer/model reads up to ${FORMAT_VERSION}: update @fer/model.`,
    { details: { location, field: 'formatVersion', received: version, newest: FORMAT_VERSION } },
  );
}

function readShard(field: ManifestField): ShardEntry {
  return {
    fileName: field.get('fileName').matching(PLAIN_FILE_NAME, 'a plain file name'),
    byteLength: field.get('byteLength').integer(1),
    sha256: field.get('sha256').matching(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
  };
}

function readTensor(field: ManifestField, shards: ReadonlyMap<unknown, ShardEntry>): TensorEntry {
  const name = readName(field.get('name'));
  const dtype = field.get('dtype').oneOf(TENSOR_DTYPES);
  const sizes = field.get('shape').elements(MANIFEST_LIMITS.dimensions);
  const shape = sizes.map((size) => size.integer(1, MAX_SIZE));
  const byteOffset = field.get('byteOffset').integer(0);
  const byteLength = field.get('byteLength').integer(1);

  const expected = tensorByteLength(dtype, shape);
  if (byteLength !== expected) {
    throw field.get('byteLength').invalid(`must be ${expected} for a ${dtype} tensor of [${shape}]`);
  }
  const shard = shards.get(field.get('shard').value);
  if (shard === undefined) throw field.get('shard').invalid('must be the `fileName` of one of the `shards`');
  if (byteOffset + byteLength > shard.byteLength) {
    throw field
      .get('byteOffset')
      .invalid(`must leave room for ${byteLength} bytes in the ${shard.byteLength} of ${shard.fileName}`);
  }
  return { name, shape, dtype, shard: shard.fileName, byteOffset, byteLength };
}

function assertUnique(entries: readonly ManifestField[], key: string): void {
  const seen = new Set<unknown>();
  for (const entry of entries) {
    const field = entry.get(key);
    if (seen.has(field.value)) throw field.invalid('must be unique');
    seen.add(field.value);
  }
}

/** Tensors that share bytes would let a small shard grow to any size in memory. */
function assertApart(fields: readonly ManifestField[], tensors: readonly TensorEntry[]): void {
  const ends = new Map<string, { end: number; name: string }>();
  const inOrder = [...tensors.entries()].sort(([, a], [, b]) => a.byteOffset - b.byteOffset);
  for (const [index, { name, shard, byteOffset, byteLength }] of inOrder) {
    const before = ends.get(shard);
    if (before !== undefined && byteOffset < before.end) {
      throw fields[index]!.get('byteOffset').invalid(
        `must be ${before.end} at least, because the tensor '${before.name}' ends there`,
      );
    }
    ends.set(shard, { end: byteOffset + byteLength, name });
  }
}
