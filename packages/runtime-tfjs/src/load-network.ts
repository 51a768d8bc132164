import { createNetwork, FerError, type ModelDefinition, type Network } from '@fer/core';
import { dropUnread, type ResolvedGraph, resolveModel } from '@fer/graph';
import { assertTensors } from '@fer/model';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isStarting, selectBackend, settleStarts } from './active-backend.ts';
import { buildLayers } from './build-layers.ts';
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
  const graph = resolveModel(model);
  const specs = graph.layers.flatMap(({ weights }) => weights);
  assertTensors(model.tensors, specs, 'The network');
  await settleStarts();
  selectBackend(tf, backend);
  const layersModel = wrapFailure(backend, 'could not load the network', () =>
    build(tfjs, dropUnread(graph), model.tensors),
  );

  /** In the order of the outputs, `[batch, …]`. */
  const run = (feeds: readonly Float32Array[], batch: number): Tensor[] => {
    selectBackend(tf, backend);
    return wrapFailure(backend, `failed on a batch of ${batch}`, () =>
      tf.tidy(() => {
        const inputs = feeds.map((feed, index) => tf.tensor(feed, [batch, ...graph.inputs[index]!.shape]));
        const results = layersModel.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false });
        return (Array.isArray(results) ? results : [results]) as Tensor[];
      }),
    );
  };

  return createNetwork({
    inputs: graph.inputs,
    outputs: graph.outputs,
    batch: MAX_IMAGES_PER_RUN,
    async compute(feeds, batch) {
      if (!isStarting()) return readAndDispose(run(feeds, batch));
      // The caller may write into them as soon as control returns to it.
      const kept = feeds.map((feed) => feed.slice());
      await settleStarts();
      return readAndDispose(run(kept, batch));
    },
    release: () => layersModel.dispose(),
  });
}

/** The layers, with every weight in its place. */
function build(tfjs: Tfjs, graph: ResolvedGraph, tensors: ModelDefinition['tensors']): LayersModel {
  const { core: tf } = tfjs;
  const model = buildLayers(tfjs, graph).modelOf(graph.outputs.map(({ name }) => name));
  tf.tidy(() => {
    for (const weight of model.weights) {
      const { data, shape } = tensors.get(weight.originalName)!;
      weight.write(tf.tensor(data, [...shape]));
    }
  });
  return model;
}

async function readAndDispose(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  try {
    return await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  } finally {
    for (const tensor of tensors) tensor.dispose();
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
