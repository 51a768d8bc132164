import { FerError } from '@fer/core';
import type { KernelContext } from './kernel-context.ts';

let active: KernelContext | undefined;

/** Called by `registerWasmBackend` once its kernels are in place, and with nothing when tfjs disposes of the backend. */
export function setActiveContext(context: KernelContext | undefined): void {
  active = context;
}

/**
 * What the registered backend computes with, for ops that are no kernels of tfjs.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` before `registerWasmBackend`
 */
export function activeContext(): KernelContext {
  if (active) return active;
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    'The fused ops of @fer/backend-wasm need its backend, which is not registered. Await registerWasmBackend() first.',
  );
}
