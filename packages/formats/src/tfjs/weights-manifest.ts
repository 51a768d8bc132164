import { sizeOf } from '@fer/core';
import { decodeFloat16 } from '@fer/model';
import type { StoredTensor } from '../assign-weights.ts';
import { damaged, notAsFormat } from '../failures.ts';
import { isObject } from '../json.ts';

/** Tensors that lie one after the other in files that are read as one. */
export interface ShardGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** How the numbers are stored: `float32`, or what they are quantised to. */
  readonly dtype: 'float32' | 'float16' | 'uint8' | 'uint16' | 'int32';
  /** `number · scale + min`, for `uint8` and `uint16`. */
  readonly scale: number;
  readonly min: number;
}

const BYTES = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

/** Far more than any network for faces has. */
const MOST_ENTRIES = 10_000;
const MOST_DIMENSIONS = 8;

/**
 * Reads `weightsManifest` of a `model.json`: tensorflow/tfjs, tfjs-core/src/io/types.ts.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT`
 */
export function readManifest(manifest: unknown, subject: string): ShardGroup[] {
  if (!isShortList(manifest)) throw notAsFormat(subject, 'has no `weightsManifest` that is a list.');
  return manifest.map((group) => {
    const { paths, weights } = isObject(group) ? group : {};
    if (!isShortList(paths) || !paths.every((path) => typeof path === 'string') || !isShortList(weights)) {
      throw notAsFormat(subject, 'has a group in `weightsManifest` without `paths` or `weights`.');
    }
    return { paths: paths as string[], weights: weights.map((entry) => readEntry(entry, subject)) };
  });
}

function readEntry(entry: unknown, subject: string): WeightEntry {
  const { name, shape, dtype, quantization } = isObject(entry) ? entry : {};
  const isShape =
    Array.isArray(shape) &&
    shape.length <= MOST_DIMENSIONS &&
    shape.every((size) => Number.isInteger(size) && size >= 0 && size <= 2 ** 31);
  if (typeof name !== 'string' || !isShape) {
    throw notAsFormat(subject, 'has a weight without a name, or without a shape of whole numbers.');
  }
  const { dtype: quantised, scale = 1, min = 0 } = isObject(quantization) ? quantization : {};
  const stored = quantised ?? dtype;
  const isKnown = typeof stored === 'string' && Object.hasOwn(BYTES, stored);
  if (!isKnown || !Number.isFinite(scale) || !Number.isFinite(min)) {
    throw notAsFormat(
      subject,
      `has a weight '${name.slice(0, 200)}' that is stored in a way that is not known.`,
    );
  }
  return { name, shape, dtype: stored as WeightEntry['dtype'], scale: scale as number, min: min as number };
}

function isShortList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES;
}

/**
 * The tensors of a group.
 *
 * @param bytes of all its files
 * @throws FerError `FER_WEIGHTS_CORRUPT` if they are too few, or too many
 */
export function storedTensors({ weights }: ShardGroup, bytes: Uint8Array, subject: string): StoredTensor[] {
  let at = 0;
  const tensors = weights.map((entry): StoredTensor => {
    const start = at;
    at += sizeOf(entry.shape) * BYTES[entry.dtype];
    const end = at;
    return { name: entry.name, shape: entry.shape, read: () => decode(entry, bytes.slice(start, end)) };
  });
  if (at === bytes.length) return tensors;
  throw damaged(
    subject,
    `names weights of ${at} bytes, but its shards have ${bytes.length}. Fetch them again.`,
  );
}

function decode({ dtype, scale, min }: WeightEntry, { buffer }: Uint8Array): Float32Array {
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float16':
      return decodeFloat16(new Uint16Array(buffer));
    case 'int32':
      return Float32Array.from(new Int32Array(buffer));
    case 'uint8':
      return Float32Array.from(new Uint8Array(buffer), (level) => level * scale + min);
    case 'uint16':
      return Float32Array.from(new Uint16Array(buffer), (level) => level * scale + min);
  }
}
