import { FerError } from '@fer/core';
import type { KernelExports } from './kernel-exports.ts';

/**
 * Compiles the kernels on `memory`. The module has no data, globals or heap of its own, so it can share a memory that
 * another module manages.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if the bytes are not the kernels, or do not fit the memory
 */
export async function instantiateKernels(
  binary: BufferSource,
  memory: WebAssembly.Memory,
): Promise<{ module: WebAssembly.Module; exports: KernelExports }> {
  try {
    const { module, instance } = await WebAssembly.instantiate(binary, { env: { memory } });
    return { module, exports: instance.exports as unknown as KernelExports };
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The WASM kernels of @fer/backend-wasm do not start: ${String(cause)}. Check that the file served is ` +
        'fer-kernels.wasm of the same version as this package.',
      { cause },
    );
  }
}
