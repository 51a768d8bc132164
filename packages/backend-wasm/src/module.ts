import { FerError } from '@fer/core';
import type { KernelExports } from './kernel-exports.ts';
import { isModule } from './wasm-binary.ts';

const FUNCTIONS = [
  'run',
  'run_steps',
  'run_chunk',
  'finish',
  'work',
] as const satisfies (keyof KernelExports)[];

/**
 * @param kernels what was read; a module stays as it is
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it does not compile, or nothing may be compiled here, or it is something
 * else than the kernels
 */
export async function compileKernels(
  kernels: BufferSource | WebAssembly.Module,
): Promise<WebAssembly.Module> {
  const module = isModule(kernels) ? kernels : await compile(kernels);
  const missing = missingFunction(module);
  if (missing === undefined) return module;
  throw doNotStart(`they have no function '${missing}'`);
}

/** The first function of the kernels that a module does not have. */
export function missingFunction(module: WebAssembly.Module): string | undefined {
  const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  return FUNCTIONS.find((name) => !names.has(name));
}

/**
 * Starts the kernels on `memory`. The module has no data, globals or heap of its own, so it can share a memory that
 * another module manages.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if they do not fit the memory
 */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<KernelExports> {
  try {
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    return exports as unknown as KernelExports;
  } catch (cause) {
    throw doNotStart(String(cause), cause);
  }
}

async function compile(binary: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(binary);
  } catch (cause) {
    if (await mayCompile()) throw doNotStart(String(cause), cause);
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `No WebAssembly may be compiled here: ${String(cause)}. On a page whose content security policy forbids it, ` +
        "add 'wasm-unsafe-eval' to it (script-src 'self' 'wasm-unsafe-eval'; in an extension under " +
        'content_security_policy.extension_pages of its manifest). Where the platform compiles modules itself ' +
        '(workerd), import fer-kernels.wasm and pass it as `wasmModule`. Or take the runtime cpu, which needs no ' +
        'WebAssembly.',
      { cause, details: { reason: 'policy' } },
    );
  }
}

/** The smallest module compiles wherever any may. */
async function mayCompile(): Promise<boolean> {
  return WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(
    () => true,
    () => false,
  );
}

function doNotStart(reason: string, cause?: unknown): FerError {
  return new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `The WASM kernels of @fer/backend-wasm do not start: ${reason}. Check that they are those of the same version as ` +
      'this package, and fer-kernels.wasm (without `-threads`) for one thread.',
    { cause, details: { reason } },
  );
}
