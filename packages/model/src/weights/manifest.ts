import type { InputSpec, Json, ModelGraph } from '@fer/core';
import { int8ByteLength } from './int8.ts';

/** The file of a weights directory that describes all others. */
export const MANIFEST_FILE = 'fer.json';

/** The newest version of the format that this package reads; it writes the oldest that holds the weights. */
export const FORMAT_VERSION = 2;

/** The first version that may have a `graph`. */
export const GRAPH_VERSION = 2;

/**
 * How the numbers of a tensor are stored, little endian, row by row: IEEE 754 binary32 or binary16, or a byte each with a
 * scale for each index of the last dimension, the scales first (`encodeInt8`).
 */
export type TensorDtype = 'float32' | 'float16' | 'int8';

export const TENSOR_DTYPES = ['float32', 'float16', 'int8'] as const satisfies readonly TensorDtype[];

/**
 * What a manifest may hold at most. All of it is far beyond any network that reads faces, and keeps a manifest that was
 * made to hurt from costing more than its own size.
 */
export const MANIFEST_LIMITS = {
  /** Bytes of `fer.json`. */
  byteLength: 2 * 1024 * 1024,
  shards: 1024,
  tensors: 10_000,
  labels: 1000,
  /** Dimensions of a tensor. */
  dimensions: 8,
  /** Pixels of the input, each way. */
  inputSide: 1024,
  /** Magnitude of a bound of `input.range`, and of a number among the architecture's options. */
  magnitude: 65_536,
  /** Elements of a list among the architecture's options. */
  optionElements: 1024,
} as const;

/** Bytes of a tensor. A product that is too large to be exact is larger than any `byteLength`, too. */
export function tensorByteLength(dtype: TensorDtype, shape: readonly number[]): number {
  const size = shape.reduce((product, length) => product * length, 1);
  switch (dtype) {
    case 'float32':
      return 4 * size;
    case 'float16':
      return 2 * size;
    case 'int8':
      return int8ByteLength(size, shape.at(-1) ?? 1);
  }
}

/** What makes the confidence of weights mean what it says. */
export interface WeightsCalibration {
  /** What `applyTemperature` is given, from `TEMPERATURE_LIMITS.lowest` to `.highest`. */
  readonly temperature: number;
  /** The images that it was fitted on: `fer2013 public`, say. */
  readonly fittedOn: string;
}

/** What travels with weights besides their numbers. */
export interface WeightsHeader {
  /** The architecture that they belong to, by id, and the options that it was built with. */
  readonly architecture: { readonly id: string; readonly config: { readonly [key: string]: Json } };
  /**
   * The network itself: with it nobody asks for an architecture of that id, which is but a name then. For networks that
   * no architecture builds. Blocks of plugins must have been put in (`expandBlocks`).
   */
  readonly graph?: ModelGraph;
  /** In the order of the probabilities; empty for a network with a `graph` that is no classifier. */
  readonly labels: readonly string[];
  readonly input: InputSpec;
  /** Applied by `recognize`, unless told otherwise. */
  readonly calibration?: WeightsCalibration;
  /** SPDX expression, `Apache-2.0` say. */
  readonly licence: string;
  /** How they came to be: data checksum, split sizes, seed, config, metrics per split, versions. */
  readonly training?: { readonly [key: string]: Json };
  /** The program that wrote them. */
  readonly createdBy?: string;
}

/** Where the numbers of a tensor lie: wholly in one shard. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: TensorDtype;
  /** The `fileName` of its shard. */
  readonly shard: string;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** A file of numbers. */
export interface ShardEntry {
  /** A plain name, beside the manifest. */
  readonly fileName: string;
  readonly byteLength: number;
  /** Of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The content of `fer.json`. */
export interface Manifest extends WeightsHeader {
  readonly formatVersion: 1 | 2;
  readonly tensors: readonly TensorEntry[];
  readonly shards: readonly ShardEntry[];
}
