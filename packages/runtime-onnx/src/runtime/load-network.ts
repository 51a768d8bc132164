import { assertPixels, FerError, type ModelDefinition, type Network } from '@fer/core';
import type * as Onnxruntime from 'onnxruntime-node';
import { INPUT_NAME, OUTPUT_NAME, writeOnnx } from '../onnx/write-onnx.ts';

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
  const { input, labels } = model;
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

  /** onnxruntime computes in a later turn of the event loop, so a session is not released while one is waiting. */
  const run = async (pixels: Float32Array, batch: number): Promise<Float32Array> => {
    if (isDisposed) throw disposed();
    running++;
    try {
      const shape = [batch, input.height, input.width, input.channels];
      const images = new library.Tensor('float32', pixels, shape);
      const outputs = await wrapFailure(`failed on a batch of ${batch}`, () =>
        session.run({ [INPUT_NAME]: images }),
      );
      return outputs[OUTPUT_NAME]!.data as Float32Array;
    } finally {
      running--;
      releaseIfIdle();
    }
  };
  const releaseIfIdle = (): void => {
    if (isDisposed && running === 0) void session.release();
  };

  return {
    async predict(pixels, batch) {
      if (isDisposed) throw disposed();
      assertPixels(pixels, batch, input);
      const imageSize = pixels.length / batch;
      // The caller may write into `pixels` as soon as control returns to it.
      const kept = pixels.slice();
      if (batch <= MAX_IMAGES_PER_RUN) return run(kept, batch);

      const probabilities = new Float32Array(batch * labels.length);
      for (let first = 0; first < batch; first += MAX_IMAGES_PER_RUN) {
        const size = Math.min(MAX_IMAGES_PER_RUN, batch - first);
        const part = kept.subarray(first * imageSize, (first + size) * imageSize);
        probabilities.set(await run(part, size), first * labels.length);
      }
      return probabilities;
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      releaseIfIdle();
    },
  };
}

async function wrapFailure<Result>(what: string, compute: () => Promise<Result>): Promise<Result> {
  try {
    return await compute();
  } catch (cause) {
    throw new FerError('FER_RUNTIME_FAILED', `onnxruntime ${what}: ${(cause as Error).message}`, { cause });
  }
}

function disposed(): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This network was disposed of and cannot predict any more. Load it again.',
  );
}
