import { FerError } from '@fer/core';
import { PLAN_LIMITS } from '../plan.ts';

export const PAGE_BYTES = 65536;

/**
 * How far memories may grow, in pages, the first that is to be had. A shared one claims addresses for all of it at once,
 * of which phones have few.
 */
const MAXIMA = [PLAN_LIMITS.networkBytes / PAGE_BYTES, 8192, 4096];

/**
 * Memories that nobody uses any more. WebAssembly cannot give memory back, and the garbage collector does not see how
 * large it is: 500 networks one after the other took gigabytes until it came. So the next engine gets one of them. They
 * are held weakly: what nobody takes, the collector may have.
 */
let spare: WeakRef<WebAssembly.Memory>[] = [];

/**
 * A memory that can grow.
 *
 * @param byteLength that it has at least, and that are zeros
 * @throws FerError `FER_RUNTIME_FAILED` if there is not enough
 */
export function takeMemory(byteLength: number, shared: boolean): WebAssembly.Memory {
  const memory = takeSpare(shared);
  if (memory !== undefined) {
    growTo(memory, byteLength);
    new Uint8Array(memory.buffer, 0, byteLength).fill(0);
    return memory;
  }
  const initial = Math.ceil(byteLength / PAGE_BYTES);
  let cause: unknown;
  for (const maximum of [...MAXIMA.filter((pages) => pages > initial), initial]) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared });
    } catch (error) {
      cause = error;
    }
  }
  throw notEnough(byteLength, cause);
}

/** @throws FerError `FER_RUNTIME_FAILED` if it cannot grow so far */
export function growTo(memory: WebAssembly.Memory, byteLength: number): void {
  const missing = Math.ceil((byteLength - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (cause) {
    throw notEnough(byteLength, cause);
  }
}

/** Gives a memory back which no network and no thread will touch again. */
export function returnMemory(memory: WebAssembly.Memory): void {
  spare.push(new WeakRef(memory));
}

/** @throws FerError `FER_RUNTIME_FAILED` if a network needs more than any may have */
export function assertAffordable(byteLength: number): void {
  const most = PLAN_LIMITS.networkBytes;
  if (byteLength > most) throw notEnough(byteLength, new Error(`more than ${most}`));
}

function notEnough(byteLength: number, cause: unknown): FerError {
  return new FerError(
    'FER_RUNTIME_FAILED',
    `The network needs ${byteLength} bytes, which are not to be had (${String(cause)}). Compile it with a smaller \`batch\`.`,
    { details: { byteLength }, cause },
  );
}

function takeSpare(shared: boolean): WebAssembly.Memory | undefined {
  const memories = spare.map((reference) => reference.deref()).filter((memory) => memory !== undefined);
  const found = memories.find(({ buffer }) => isShared(buffer) === shared);
  spare = memories.filter((memory) => memory !== found).map((memory) => new WeakRef(memory));
  return found;
}

function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}
