import { FerError, sha256 } from '@fer/core';
import type { TrainConfig } from './config.ts';
import type { TrainingState } from './state.ts';

/** A training at rest: enough to go on exactly. */
export interface Checkpoint {
  readonly config: TrainConfig;
  readonly state: TrainingState;
  /** `weights/…`, `average/…`, `best/…` and one group for each slot of the optimizer. */
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/*
 * One file:
 *   8 bytes    "FERCKPT" and the version of the format
 *   4 bytes    length of the header, little endian
 *   header     JSON, filled up with spaces to a multiple of 4
 *   tensors    float32, little endian, in the order of the header
 *   64 bytes   SHA-256 of all before, hexadecimal
 */
const MAGIC = 'FERCKPT';
const FORMAT_VERSION = 1;
const PREAMBLE_BYTES = 12;
const DIGEST_BYTES = 64;

interface Header {
  readonly config: TrainConfig;
  readonly state: TrainingState;
  readonly tensors: readonly { readonly name: string; readonly size: number }[];
}

/** All numbers are copied before it returns to the event loop, so the training may go on meanwhile. */
export async function encodeCheckpoint({ config, state, tensors }: Checkpoint): Promise<Uint8Array> {
  const entries = Array.from(tensors, ([name, data]) => ({ name, size: data.length }));
  const header: Header = { config, state, tensors: entries };
  const json = encodeHeader(header);
  const tensorBytes = entries.reduce((sum, { size }) => sum + 4 * size, 0);

  const bytes = new Uint8Array(PREAMBLE_BYTES + json.length + tensorBytes + DIGEST_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  bytes[MAGIC.length] = FORMAT_VERSION;
  new DataView(bytes.buffer).setUint32(8, json.length, true);
  bytes.set(json, PREAMBLE_BYTES);
  let at = PREAMBLE_BYTES + json.length;
  for (const data of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  bytes.set(new TextEncoder().encode(await sha256(bytes.subarray(0, at))), at);
  return bytes;
}

/**
 * @param location for messages
 * @throws FerError `FER_CHECKPOINT_CORRUPT` if it is cut off or changed, or no checkpoint at all;
 * `FER_CHECKPOINT_MISMATCH` if it has a format that this version does not know
 */
export async function decodeCheckpoint(bytes: Uint8Array, location: string): Promise<Checkpoint> {
  const text = (from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to));
  if (bytes.length < PREAMBLE_BYTES + DIGEST_BYTES || text(0, MAGIC.length) !== MAGIC) {
    throw corrupt(location, `its ${bytes.length} bytes do not begin as a checkpoint does`);
  }
  const end = bytes.length - DIGEST_BYTES;
  if (text(end, bytes.length) !== (await sha256(bytes.subarray(0, end)))) {
    throw corrupt(location, 'its bytes do not have the SHA-256 that is written at their end');
  }
  if (bytes[MAGIC.length] !== FORMAT_VERSION) {
    throw new FerError(
      'FER_CHECKPOINT_MISMATCH',
      `The checkpoint in ${location} has format ${bytes[MAGIC.length]}, but this version of @fer/model reads ` +
        `format ${FORMAT_VERSION}. Go on with the version that wrote it.`,
      {
        details: { location, key: 'formatVersion', expected: FORMAT_VERSION, received: bytes[MAGIC.length] },
      },
    );
  }

  const jsonLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const header = JSON.parse(text(PREAMBLE_BYTES, PREAMBLE_BYTES + jsonLength)) as Header;
  let at = PREAMBLE_BYTES + jsonLength;
  const tensors = new Map<string, Float32Array>();
  for (const { name, size } of header.tensors) {
    const data = new Float32Array(size);
    // Copied this way because the slice of a Node Buffer is a view, at any offset.
    new Uint8Array(data.buffer).set(bytes.subarray(at, at + data.byteLength));
    tensors.set(name, data);
    at += data.byteLength;
  }
  return { config: header.config, state: header.state, tensors };
}

function encodeHeader(header: Header): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(' '.charCodeAt(0));
  padded.set(json);
  return padded;
}

function corrupt(location: string, problem: string): FerError {
  return new FerError('FER_CHECKPOINT_CORRUPT', `The checkpoint in ${location} is damaged: ${problem}.`, {
    details: { location },
  });
}
