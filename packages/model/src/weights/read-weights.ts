import {
  describeValue,
  FerError,
  type NamedTensor,
  type ReadWeightsFileOptions,
  sha256,
  type WeightsFiles,
} from '@fer/core';
import { fileTooLong } from './file-too-long.ts';
import { decodeFloat16 } from './float16.ts';
import { foreignContent } from './foreign-content.ts';
import { decodeInt8 } from './int8.ts';
import { WEIGHTS_LIMITS } from './limits.ts';
import {
  MANIFEST_FILE,
  MANIFEST_LIMITS,
  type Manifest,
  type ShardEntry,
  type TensorEntry,
} from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import type { Weights } from './weights.ts';

interface ReadWeightsOptions {
  readonly signal?: AbortSignal;
  /** Of all shards together. */
  readonly maxBytes?: number;
}

/** Shards that are read at a time. */
const SHARDS_AT_ONCE = 8;

/** How often weights may be replaced while they are read before that is an error. */
const MAX_REPLACEMENTS = 10;

/**
 * Reads a weights directory and checks that every byte is the one that was written. Whether the tensors fit the
 * architecture is for `defineModel` to say. Weights that are replaced meanwhile are read anew.
 *
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` if a file is missing, `FER_WEIGHTS_FORMAT` if the manifest is not valid or
 * its shards are larger than `maxBytes`, `FER_WEIGHTS_CORRUPT` if a shard is not what the manifest says; the reason of
 * `signal`
 */
export async function readWeights(files: WeightsFiles, options: ReadWeightsOptions = {}): Promise<Weights> {
  const { signal } = options;
  let bytes = await readManifest(files, signal);
  for (let replacements = 0; ; replacements++) {
    const manifest = parseManifest(bytes, files.location);
    try {
      return { ...headerOf(manifest), tensors: await readTensors(files, manifest, options) };
    } catch (error) {
      signal?.throwIfAborted();
      if (!isOfShard(error) || replacements === MAX_REPLACEMENTS) throw error;
      const newer = await readManifest(files, signal);
      if (isEqual(bytes, newer)) throw error;
      bytes = newer;
    }
  }
}

/**
 * Reads the bytes of `fer.json`.
 *
 * @throws FerError as `readWeights`
 */
export async function readManifest(files: WeightsFiles, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  return readFile(files, MANIFEST_FILE, { signal, maxBytes: MANIFEST_LIMITS.byteLength });
}

async function readTensors(
  files: WeightsFiles,
  { shards, tensors }: Manifest,
  { signal, maxBytes = WEIGHTS_LIMITS.maxBytes }: ReadWeightsOptions,
): Promise<Map<string, NamedTensor>> {
  assertTotal(shards, maxBytes, files.location);
  const decoded = new Map<string, Float32Array>();
  const read = async (shard: ShardEntry) => {
    const { fileName, byteLength, sha256 } = shard;
    const bytes = await readFile(files, fileName, { signal, maxBytes: byteLength, sha256 });
    await assertIntact(bytes, shard, files.location);
    for (const entry of tensors) {
      if (entry.shard === fileName) decoded.set(entry.name, decode(bytes, entry));
    }
  };
  for (let first = 0; first < shards.length; first += SHARDS_AT_ONCE) {
    await Promise.all(shards.slice(first, first + SHARDS_AT_ONCE).map(read));
  }
  signal?.throwIfAborted();
  return new Map(tensors.map(({ name, shape }) => [name, { shape, data: decoded.get(name)! }]));
}

/** Reads a file and checks what came: sources are anybody's. */
async function readFile(
  files: WeightsFiles,
  fileName: string,
  options: ReadWeightsFileOptions & { readonly maxBytes: number },
): Promise<Uint8Array> {
  const { maxBytes } = options;
  const bytes: unknown = await files.read(fileName, options);
  // Unlike `instanceof` it sees across realms.
  if (Object.prototype.toString.call(bytes) !== '[object Uint8Array]') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`read\` of the weights ${files.location} must give a Uint8Array, but gave ${describeValue(bytes)} for ${fileName}.`,
      { details: { location: files.location, fileName } },
    );
  }
  const { length } = bytes as Uint8Array;
  if (length > maxBytes) throw fileTooLong(`${fileName} of ${files.location}`, maxBytes);
  return bytes as Uint8Array;
}

/** What a manifest says beside where the numbers lie. */
export function headerOf(manifest: Manifest): Omit<Weights, 'tensors'> {
  const { architecture, graph, labels, input, calibration, licence, training, createdBy } = manifest;
  return { architecture, ...(graph && { graph }), labels, input, calibration, licence, training, createdBy };
}

function isOfShard(error: unknown): boolean {
  return (
    FerError.isInstance(error) &&
    (error.code === 'FER_WEIGHTS_NOT_FOUND' || error.code === 'FER_WEIGHTS_CORRUPT')
  );
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function assertTotal(shards: readonly ShardEntry[], maxBytes: number, location: string): void {
  const byteLength = shards.reduce((sum, shard) => sum + shard.byteLength, 0);
  if (byteLength <= maxBytes) return;
  throw new FerError(
    'FER_WEIGHTS_FORMAT',
    `The shards of the weights ${location} have ${byteLength} bytes by their manifest, more than the ${maxBytes} that are read. If you trust them, allow more by \`weightsLimits: { maxBytes }\`.`,
    { details: { location, field: 'shards', byteLength, maxBytes } },
  );
}

async function assertIntact(bytes: Uint8Array, shard: ShardEntry, location: string): Promise<void> {
  const { fileName } = shard;
  const advice = foreignContent(bytes) ?? 'Fetch or save the weights again.';
  if (bytes.length !== shard.byteLength) {
    const problem = `has ${bytes.length} bytes instead of ${shard.byteLength}`;
    throw corrupt(location, fileName, problem, advice);
  }
  const checksum = await sha256(bytes);
  if (checksum !== shard.sha256) {
    throw corrupt(location, fileName, `has the SHA-256 ${checksum} instead of ${shard.sha256}`, advice);
  }
}

function corrupt(location: string, fileName: string, problem: string, advice: string): FerError {
  return new FerError(
    'FER_WEIGHTS_CORRUPT',
    `The file ${fileName} of the weights ${location} ${problem}. ${advice}`,
    { details: { location, fileName } },
  );
}

/** Little endian, as every platform that runs JavaScript is. */
function decode(shard: Uint8Array, { dtype, shape, byteOffset, byteLength }: TensorEntry): Float32Array {
  // A copy, because typed arrays must begin at a multiple of their element size, and shards need not be kept.
  const bytes = new Uint8Array(shard.subarray(byteOffset, byteOffset + byteLength));
  switch (dtype) {
    case 'float32':
      return new Float32Array(bytes.buffer);
    case 'float16':
      return decodeFloat16(new Uint16Array(bytes.buffer));
    case 'int8':
      return decodeInt8(bytes, shape.at(-1) ?? 1);
  }
}
