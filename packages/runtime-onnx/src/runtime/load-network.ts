import { createNetwork, FerError, type ModelDefinition, type Network } from '@fer/core';
import { writeOnnx } from '@fer/formats';
import { resolveModel } from '@fer/graph';
import type * as Onnxruntime from 'onnxruntime-node';

/** Larger batches are run in parts, so that feature maps do not fill the memory and other work gets its turn. */
export const MAX_IMAGES_PER_RUN = 32;

/** onnxruntime's name for "errors only": its warnings would go to stderr. */
const ERRORS_ONLY = 3;

/**
 * Loads a network into onnxruntime.
 *
 * @param threads that compute, the caller's included
 * @throws FerError as `writeOnnx`; `FER_RUNTIME_FAILED` if onnxruntime refuses the network
 */
export async function loadNetwork(
  library: typeof Onnxruntime,
  model: ModelDefinition,
  threads: number,
): Promise<Network> {
  const { inputs, outputs } = resolveModel(model);
  const file = writeOnnx(model);
  const session = await wrapFailure('could not load the network', () =>
    library.InferenceSession.create(file, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: ERRORS_ONLY,
    }),
  );
  let isDisposed = false;
  let running = 0;
  // onnxruntime computes in a later turn of the event loop, so a session is not released while one is waiting.
  const releaseIfIdle = (): void => {
    if (isDisposed && running === 0) void session.release();
  };

  return createNetwork({
    inputs,
    outputs,
    batch: MAX_IMAGES_PER_RUN,
    async compute(given, batch) {
      running++;
      try {
        // The caller may write into them as soon as control returns to it.
        const feeds = given.map((feed, index) => {
          const { name, shape } = inputs[index]!;
          return [name, new library.Tensor('float32', feed.slice(), [batch, ...shape])] as const;
        });
        const results = await wrapFailure(`failed on a batch of ${batch}`, () =>
          session.run(Object.fromEntries(feeds)),
        );
        // In the order of the file, which is that of the graph.
        return session.outputNames.map((name) => results[name]!.data as Float32Array);
      } finally {
        running--;
        releaseIfIdle();
      }
    },
    release() {
      isDisposed = true;
      releaseIfIdle();
    },
  });
}

async function wrapFailure<Result>(what: string, compute: () => Promise<Result>): Promise<Result> {
  try {
    return await compute();
  } catch (cause) {
    throw new FerError('FER_RUNTIME_FAILED', `onnxruntime ${what}: ${(cause as Error).message}`, { cause });
  }
}
