import { sizeOf } from '@fer/core';
import type { GraphModel } from './graph-model.ts';

export interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** The constants of a graph model by name, which lie one after the other. */
export function readConstants({ weightsManifest }: GraphModel, bytes: Uint8Array): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  let at = 0;
  for (const { name, shape, dtype } of weightsManifest.flatMap(({ weights }) => weights)) {
    // Of both types a number has 4 bytes.
    const { buffer } = bytes.slice(at, at + 4 * sizeOf(shape));
    if (dtype !== 'float32' && dtype !== 'int32') throw new Error(`${name} is of ${dtype}.`);
    constants.set(name, {
      shape,
      data: dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer),
    });
    at += buffer.byteLength;
  }
  if (at !== bytes.length)
    throw new Error(`The weights have ${bytes.length} bytes, and their manifest tells of ${at}.`);
  return constants;
}
