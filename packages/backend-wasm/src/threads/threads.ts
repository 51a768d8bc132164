import { availableCores, FerError, isNode } from '@fer/core';

/** Whether threads can share memory here, and if not, why. */
export type ThreadsSupport =
  | { readonly supported: true }
  | { readonly supported: false; readonly reason: string };

/** Node can; a page can if it is cross-origin isolated. Some phones have too little address space. */
export function threadsSupport(): ThreadsSupport {
  if (typeof SharedArrayBuffer !== 'function') {
    return {
      supported: false,
      reason:
        'there is no SharedArrayBuffer; a page must be cross-origin isolated (headers Cross-Origin-Opener-Policy: ' +
        'same-origin and Cross-Origin-Embedder-Policy: require-corp)',
    };
  }
  if (!isNode() && globalThis.crossOriginIsolated === false) {
    return { supported: false, reason: 'this page is not cross-origin isolated' };
  }
  if (!isNode() && typeof Worker !== 'function') {
    return { supported: false, reason: 'there are no workers (a service worker may not start any)' };
  }
  sharedMemory ??= reserveSharedMemory();
  return sharedMemory;
}

/** Once: until the garbage collector comes each attempt keeps its addresses. */
let sharedMemory: ThreadsSupport | undefined;

function reserveSharedMemory(): ThreadsSupport {
  try {
    new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
    return { supported: true };
  } catch (error) {
    return { supported: false, reason: `no shared memory of 4 GiB can be reserved (${String(error)})` };
  }
}

/** As many as tfjs's memory may have, 4 GiB; a shared memory reserves their addresses at once. */
const mostPages = 65536;

const mostThreads = 64;

/**
 * How many threads to use.
 *
 * @param requested a number, or undefined for all physical cores (1 where threads cannot share memory)
 * @throws FerError `FER_INVALID_ARGUMENT` if it is not a whole number from 1 to 64; `FER_RUNTIME_UNAVAILABLE` if more
 * than one is asked for where threads cannot share memory
 */
export function resolveThreads(requested: number | undefined): number {
  const support = threadsSupport();
  if (requested === undefined) return support.supported ? physicalCores() : 1;
  if (!Number.isInteger(requested) || requested < 1 || requested > mostThreads) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`threads\` must be a whole number from 1 to ${mostThreads}, but is ${requested}.`,
      { details: { option: 'threads', received: requested } },
    );
  }
  if (requested > 1 && !support.supported) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `${requested} threads were asked for, but ${support.reason}. Leave \`threads\` out, or set it to 1.`,
      { details: { threads: requested, reason: support.reason } },
    );
  }
  return requested;
}

/**
 * Two threads on one core share its arithmetic and gain nothing here. Linux tells which do; elsewhere, of more than
 * four logical processors half are taken to be second threads or slow cores. At most 16: a face is too small for more.
 */
function physicalCores(): number {
  const logical = availableCores();
  if (logical === 1) return 1;
  const cores = linuxCores() ?? (logical <= 4 ? logical : Math.max(4, Math.ceil(logical / 2)));
  return Math.max(1, Math.min(cores, logical, 16));
}

/** Cores that Linux names, or undefined elsewhere. */
function linuxCores(): number | undefined {
  if (!isNode() || process.platform !== 'linux') return undefined;
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
  const folder = '/sys/devices/system/cpu';
  try {
    const siblings = readdirSync(folder)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8'));
    return siblings.length > 0 ? new Set(siblings).size : undefined;
  } catch {
    return undefined;
  }
}
