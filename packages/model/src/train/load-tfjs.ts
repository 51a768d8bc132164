import type { Runtime } from '@fer/core';
import { FerError } from '@fer/core';
import type { Tfjs } from './trainable-network.ts';

/**
 * Starts a runtime for training and loads tfjs.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot train, or does not work here
 */
export async function loadTfjs(runtime: Runtime): Promise<Tfjs> {
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
  const [core, layers] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
  ]);
  const backend = await training.activate();
  if (core.getBackend() !== backend) await core.setBackend(backend);
  return { core, layers };
}
