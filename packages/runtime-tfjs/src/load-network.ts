import { assertPixels, FerError, type ModelDefinition, type Network } from '@fer/core';
import { assertTensors, weightSpecs } from '@fer/model';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isStarting, selectBackend, settleStarts } from './active-backend.ts';
import { buildLayersModel } from './build-layers-model.ts';
import type { Tfjs } from './tfjs.ts';

/** Larger batches are run in parts, so that feature maps do not fill the memory. */
export const MAX_IMAGES_PER_RUN = 32;

/**
 * Loads a network onto a tfjs backend that has been started.
 *
 * @throws FerError `FER_GRAPH_INVALID` or `FER_WEIGHTS_MISMATCH` if the definition is not sound;
 * `FER_RUNTIME_FAILED` if tfjs refuses it
 */
export async function loadNetwork(tfjs: Tfjs, backend: string, model: ModelDefinition): Promise<Network> {
  const { core: tf } = tfjs;
  const { input, labels } = model;
  assertTensors(model.tensors, weightSpecs(model.graph, input), 'The network');
  await settleStarts();
  selectBackend(tf, backend);
  let layersModel: LayersModel | undefined = wrapFailure(backend, 'could not load the network', () =>
    build(tfjs, model),
  );

  /** @returns `[batch, labels]` */
  const run = (pixels: Float32Array, batch: number): Tensor => {
    const running = layersModel;
    if (running === undefined) throw disposed(backend);
    selectBackend(tf, backend);
    return wrapFailure(backend, `failed on a batch of ${batch}`, () =>
      tf.tidy(() => {
        const images: Tensor4D = tf.tensor4d(pixels, [batch, input.height, input.width, input.channels]);
        return running.apply(images, { training: false }) as Tensor;
      }),
    );
  };

  return {
    async predict(pixels, batch) {
      if (layersModel === undefined) throw disposed(backend);
      assertPixels(pixels, batch, input);
      if (batch <= MAX_IMAGES_PER_RUN && !isStarting()) return readAndDispose(run(pixels, batch));

      const imageSize = pixels.length / batch;
      // The caller may write into `pixels` as soon as control returns to it.
      const kept = pixels.slice();
      const probabilities = new Float32Array(batch * labels.length);
      for (let first = 0; first < batch; first += MAX_IMAGES_PER_RUN) {
        await settleStarts();
        const size = Math.min(MAX_IMAGES_PER_RUN, batch - first);
        const part = kept.subarray(first * imageSize, (first + size) * imageSize);
        probabilities.set(await readAndDispose(run(part, size)), first * labels.length);
      }
      return probabilities;
    },
    dispose() {
      layersModel?.dispose();
      layersModel = undefined;
    },
  };
}

/** The layers, with every weight in its place. */
function build({ core: tf, layers }: Tfjs, { graph, input, tensors }: ModelDefinition): LayersModel {
  const { probabilities } = buildLayersModel(layers, graph, input);
  tf.tidy(() => {
    for (const weight of probabilities.weights) {
      const { data, shape } = tensors.get(weight.originalName)!;
      weight.write(tf.tensor(data, [...shape]));
    }
  });
  return probabilities;
}

async function readAndDispose(tensor: Tensor): Promise<Float32Array> {
  try {
    // A copy: the cpu backend hands out the array that it works on.
    return (await tensor.data<'float32'>()).slice();
  } finally {
    tensor.dispose();
  }
}

function wrapFailure<Result>(backend: string, what: string, compute: () => Result): Result {
  try {
    return compute();
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_FAILED',
      `tfjs's backend '${backend}' ${what}: ${(cause as Error).message}`,
      { details: { backend }, cause },
    );
  }
}

function disposed(backend: string): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This network was disposed of and cannot predict any more. Load it again.',
    {
      details: { backend },
    },
  );
}
