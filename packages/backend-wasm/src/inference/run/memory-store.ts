import { FerError } from '@fer/core';
import { PLAN_LIMITS } from '../plan.ts';

const PAGE_BYTES = 65536;

/**
 * Memories that nobody uses any more. WebAssembly cannot give memory back, and the garbage collector does not see how
 * large it is: 500 networks one after the other took gigabytes until it came. So the next network that needs about
 * as much gets one of them. They are held weakly: what no network takes, the collector may have.
 */
let spare: WeakRef<WebAssembly.Memory>[] = [];

/**
 * A memory of zeros.
 *
 * @throws FerError `FER_RUNTIME_FAILED` if there is not enough
 */
export function takeMemory(byteLength: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(byteLength / PAGE_BYTES);
  const memory = takeSpare(pages * PAGE_BYTES, shared);
  if (memory !== undefined) return memory;
  try {
    if (byteLength > PLAN_LIMITS.networkBytes) throw new Error(`more than ${PLAN_LIMITS.networkBytes}`);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_FAILED',
      `The network needs ${pages * PAGE_BYTES} bytes, which are not to be had (${String(cause)}). Compile it with a smaller \`batch\`.`,
      { details: { byteLength: pages * PAGE_BYTES }, cause },
    );
  }
}

/** Gives a memory back which no network and no thread will touch again. */
export function returnMemory(memory: WebAssembly.Memory): void {
  spare.push(new WeakRef(memory));
}

function takeSpare(byteLength: number, shared: boolean): WebAssembly.Memory | undefined {
  const memories = spare.map((reference) => reference.deref()).filter((memory) => memory !== undefined);
  const found = memories.find(
    ({ buffer }) => buffer.byteLength === byteLength && isShared(buffer) === shared,
  );
  spare = memories.filter((memory) => memory !== found).map((memory) => new WeakRef(memory));
  if (found !== undefined) new Uint8Array(found.buffer).fill(0);
  return found;
}

function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}
