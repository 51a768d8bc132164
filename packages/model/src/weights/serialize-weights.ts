import { assertOptions, FerError, type NamedTensor, sha256 } from '@fer/core';
import { encodeFloat16 } from './float16.ts';
import { encodeInt8 } from './int8.ts';
import {
  GRAPH_VERSION,
  MANIFEST_FILE,
  type Manifest,
  type ShardEntry,
  type TensorDtype,
  type TensorEntry,
} from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { encodeUtf8 } from './utf8.ts';
import type { Weights } from './weights.ts';

export interface SerializeOptions {
  /**
   * Default `float32`. `float16` halves the size and rounds to 11 significant bits. `int8` quarters it: kernels are
   * rounded to 255 levels a channel, and all else is stored as float16.
   */
  readonly dtype?: TensorDtype;
  /** Shards grow up to this many bytes; a tensor is never split, so a large one may exceed it. */
  readonly shardByteLength?: number;
  /** Shards are called `<shardPrefix>-1.bin`, `-2.bin` and so on. */
  readonly shardPrefix?: string;
}

export const SERIALIZE_DEFAULTS = {
  dtype: 'float32',
  shardByteLength: 4 * 1024 * 1024,
  shardPrefix: 'weights',
} as const satisfies Required<SerializeOptions>;

/** Written as `createdBy` where the weights do not say. */
const CREATED_BY = '@fer/model';

/**
 * The files of a weights directory by name, the manifest last. The same weights give the same bytes everywhere.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT` if a number is NaN or infinite, or too large for float16, naming the tensor,
 * or if the header is not valid, naming the field
 */
export async function serializeWeights(
  weights: Weights,
  options: SerializeOptions = {},
): Promise<Map<string, Uint8Array>> {
  assertOptions(options, { dtype: true, shardByteLength: true, shardPrefix: true }, 'serializeWeights');
  const { dtype, shardByteLength, shardPrefix } = { ...SERIALIZE_DEFAULTS, ...options };
  assertShardByteLength(shardByteLength);
  const files = new Map<string, Uint8Array>();
  const tensors: TensorEntry[] = [];
  const shards: ShardEntry[] = [];

  let pending: Uint8Array[] = [];
  let pendingByteLength = 0;
  const shardName = () => `${shardPrefix}-${shards.length + 1}.bin`;
  const closeShard = async () => {
    const bytes = concatenate(pending, pendingByteLength);
    const fileName = shardName();
    shards.push({ fileName, byteLength: bytes.length, sha256: await sha256(bytes) });
    files.set(fileName, bytes);
    pending = [];
    pendingByteLength = 0;
  };

  for (const [name, tensor] of weights.tensors) {
    const stored = dtypeOf(tensor, dtype);
    assertStorable(name, tensor, stored);
    const bytes = encode(tensor, stored);
    if (pendingByteLength > 0 && pendingByteLength + bytes.length > shardByteLength) await closeShard();
    tensors.push({
      name,
      shape: [...tensor.shape],
      dtype: stored,
      shard: shardName(),
      byteOffset: pendingByteLength,
      byteLength: bytes.length,
    });
    pending.push(bytes);
    pendingByteLength += bytes.length;
  }
  if (pendingByteLength > 0) await closeShard();

  files.set(MANIFEST_FILE, encodeManifest({ ...headerOf(weights), tensors, shards }));
  return files;
}

function assertShardByteLength(shardByteLength: number): void {
  if (Number.isInteger(shardByteLength) && shardByteLength > 0) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`shardByteLength\` must be a whole number of bytes from 1, but is ${shardByteLength}.`,
    { details: { shardByteLength } },
  );
}

function assertStorable(name: string, { data, shape }: NamedTensor, dtype: TensorDtype): void {
  if (Object.prototype.toString.call(data) !== '[object Float32Array]') {
    throw cannotStore(name, 'has no Float32Array as its `data`');
  }
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size) {
    throw cannotStore(name, `has ${data.length} numbers, and its shape [${shape}] holds ${size}`);
  }
  // The first that rounds beyond the largest binary16, 65,504.
  const bound = dtype === 'float16' ? 65_520 : Number.POSITIVE_INFINITY;
  const at = data.findIndex((value) => !(Math.abs(value) < bound));
  if (at === -1) return;
  const advice = Number.isFinite(data[at]) ? 'Store it as float32' : 'The training went wrong before';
  throw cannotStore(name, `holds ${data[at]} at index ${at}, which ${dtype} weights cannot. ${advice}`);
}

function cannotStore(tensor: string, problem: string): FerError {
  return new FerError('FER_WEIGHTS_FORMAT', `The tensor '${tensor}' ${problem}.`, { details: { tensor } });
}

/** Only kernels are stored as bytes: of what is by channel there is little, and depthwise kernels have no last dimension. */
function dtypeOf({ shape }: NamedTensor, dtype: TensorDtype): TensorDtype {
  const isKernel = shape.length > 1 && shape.at(-1)! > 1;
  return dtype === 'int8' && !isKernel ? 'float16' : dtype;
}

function encode({ data, shape }: NamedTensor, dtype: TensorDtype): Uint8Array {
  if (dtype === 'int8') return encodeInt8(data, shape.at(-1)!);
  const numbers = dtype === 'float16' ? encodeFloat16(data) : data;
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function concatenate(parts: readonly Uint8Array[], byteLength: number): Uint8Array {
  const whole = new Uint8Array(byteLength);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function headerOf(weights: Weights): Omit<Manifest, 'tensors' | 'shards'> {
  const { architecture, graph, labels, input, calibration, licence, training } = weights;
  const { createdBy = CREATED_BY } = weights;
  const header = { architecture, graph, labels, input, calibration, licence, training, createdBy };
  return { formatVersion: graph === undefined ? 1 : GRAPH_VERSION, ...header };
}

/** What could not be read back is not written. */
function encodeManifest(manifest: Manifest): Uint8Array {
  let text: string;
  try {
    text = JSON.stringify(manifest, null, 2);
  } catch (cause) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      `The header of the weights cannot be written as JSON: ${(cause as Error).message}. Put plain data into it.`,
      { cause },
    );
  }
  const bytes = encodeUtf8(`${text}\n`);
  parseManifest(bytes, 'the weights to be written');
  return bytes;
}
