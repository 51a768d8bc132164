import { FerError } from '@fer/core';

/** Section and flags of the WebAssembly binary format (core specification 2.0, 5.5.8 and 5.3.6; threads proposal). */
const memorySection = 5;
const hasMaximum = 1;
const shared = 2;

/**
 * Makes the memory that a module defines a shared one, so that other threads can work in it. Its code needs no change:
 * loads, stores and growth are the same instructions, and only one thread runs it.
 *
 * @returns a copy of the binary
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if the module defines no memory with a maximum
 */
export function withSharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(binary);
  let at = 8; // after the magic number and the version
  while (at < copy.length) {
    const id = copy[at]!;
    const [size, content] = readLeb128(copy, at + 1);
    if (id === memorySection && copy[content] === 1 && copy[content + 1] === hasMaximum) {
      copy[content + 1] = hasMaximum | shared;
      return copy;
    }
    at = content + size;
  }
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    'The binary of tfjs-backend-wasm does not define one memory with a maximum, so threads cannot share it. Install @tensorflow/tfjs-backend-wasm 4.22.0, which this package was made for, or set `threads: 1`.',
  );
}

/** @returns an unsigned LEB128 number and the position after it */
function readLeb128(bytes: Uint8Array, start: number): [value: number, end: number] {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}
