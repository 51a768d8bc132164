import { FerError, type Runtime } from '@fer/core';
import { isTfjsTrainingBackend, type TfjsTrainingBackend } from '@fer/runtime-tfjs';

/**
 * Starts a runtime for training.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot train, or not in a way that this trainer knows, or does not
 * work here
 */
export async function startEngine(runtime: Runtime): Promise<TfjsTrainingBackend> {
  const { training } = runtime;
  if (training === undefined) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The runtime '${runtime.id}' can run networks but not train them. Choose one that can: 'wasm', or where there is no WebAssembly 'cpu'.`,
      { details: { runtime: runtime.id } },
    );
  }
  const support = await runtime.isSupported();
  if (!support.supported) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The runtime '${runtime.id}' does not work here: ${support.reason}`,
      { details: { runtime: runtime.id, reason: support.reason } },
    );
  }
  await runtime.init();
  const backend = await training.start();
  if (isTfjsTrainingBackend(backend)) return backend;
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `The runtime '${runtime.id}' trains by '${backend.kind}', and this trainer by tfjs. Choose another: 'wasm', say.`,
    { details: { runtime: runtime.id, kind: backend.kind } },
  );
}
