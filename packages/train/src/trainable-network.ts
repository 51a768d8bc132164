import { type InputSpec, type NamedTensor, nextTask, scaleToRange } from '@fer/core';
import { assertClassifier, type ResolvedGraph, type WeightSpec } from '@fer/graph';
import type { TfjsTrainingBackend } from '@fer/runtime-tfjs';
import { buildLayers, selectBackend, settleStarts } from '@fer/runtime-tfjs';
import type * as TfCore from '@tensorflow/tfjs-core';
import { createFrozenLayer } from './frozen-layers.ts';
import { createFusedLayers } from './fused/fused-layers.ts';
import type { Loss } from './loss.ts';
import { createSeededDropout } from './seeded-dropout.ts';

export interface GradientStep extends Loss {
  /** By index of `trainable`, the derivative of the loss; the caller's to dispose. */
  readonly gradients: readonly TfCore.Tensor[];
}

/** A network on a tfjs backend that can be trained. Other networks may use other backends between its calls. */
export interface TrainableNetwork {
  readonly specs: readonly WeightSpec[];
  /** Those that gradients change. */
  readonly trainable: readonly WeightSpec[];
  /** By index of `trainable`: tfjs's variables. */
  readonly variables: readonly TfCore.Variable[];
  /**
   * A forward and a backward pass; moving statistics are updated.
   *
   * @param images `[size, height, width, 1]`, 0..255
   * @param at.step of the whole training, from 0; chooses the dropout masks
   * @param at.firstImage where the images begin in their batch; default 0
   * @param lossOf is given the logits `[size, classes]`
   */
  differentiate(
    images: Float32Array,
    size: number,
    at: { readonly step: number; readonly firstImage?: number },
    lossOf: (logits: Float32Array) => Loss,
  ): GradientStep;
  /** `sum + values × factor`, tensor by tensor; disposes of both. Without a `sum` it begins one. */
  addScaled(
    sum: readonly TfCore.Tensor[] | undefined,
    values: readonly TfCore.Tensor[],
    factor: number,
  ): readonly TfCore.Tensor[];
  /** Logits `[size, classes]` without dropout and with the moving statistics. */
  infer(images: Float32Array | Uint8Array, size: number): Promise<Float32Array>;
  /** @param data `[size]`, copied */
  assign(spec: WeightSpec, data: Float32Array): void;
  /** Shows all weights as they stand, in the order of the specs; `data` is not to be kept or changed. */
  visit(see: (name: string, data: Float32Array) => void): void;
  /** Copies of all weights, by name, in the order of the specs. */
  read(): Map<string, NamedTensor>;
  /** Lets the event loop turn once; must be awaited before the next call whenever others may have had a turn. */
  pause(): Promise<void>;
  /** Frees all tensors. */
  dispose(): void;
}

/**
 * @param graph a classifier of `classes` labels
 * @param seed  of the dropout masks. All weights are 0 until they are assigned.
 */
export function createTrainableNetwork(
  { tfjs, backend, fusedOps }: TfjsTrainingBackend,
  graph: ResolvedGraph,
  input: InputSpec,
  classes: number,
  seed: number,
): TrainableNetwork {
  const { core: tf, layers } = tfjs;
  selectBackend(tf, backend);
  const softmax = assertClassifier(graph, classes);
  const specs = graph.layers.flatMap(({ weights }) => weights);
  const trainable = specs.filter((spec) => spec.trainable);
  const dropout = createSeededDropout(tf, layers, seed, fusedOps?.dropout);
  const fusedLayer = fusedOps && createFusedLayers(tfjs, fusedOps, graph);
  const built = buildLayers(
    tfjs,
    graph,
    (layer) => createFrozenLayer(tfjs, layer) ?? dropout.factory(layer) ?? fusedLayer?.(layer),
  );
  const logits = built.modelOf(softmax.inputs);
  const byName = new Map(logits.weights.map((weight) => [weight.originalName, weight]));
  const variableOf = (spec: WeightSpec) => byName.get(spec.name)!.read() as TfCore.Variable;
  const variables = trainable.map(variableOf);
  const pulled = trainable.flatMap(({ l2 }, index) => (l2 > 0 ? [{ l2, index }] : []));

  /** Adds what L2 regularizers ask for to the loss, `l2 Σ w²`, and to the gradients, `2 l2 w`. */
  const regularize = (loss: Loss, gradients: TfCore.Tensor[]): Loss => {
    let penalty = 0;
    for (const { l2, index } of pulled) {
      const weight = variables[index]!;
      penalty += l2 * tf.tidy(() => tf.sum(tf.square(weight)).dataSync()[0]!);
      const plain = gradients[index]!;
      gradients[index] = tf.tidy(() => tf.add(plain, tf.mul(weight, 2 * l2)));
      plain.dispose();
    }
    return { ...loss, loss: loss.loss + penalty };
  };

  const forward = (images: Float32Array | Uint8Array, size: number, training: boolean) => {
    const shape: [number, number, number, number] = [size, input.height, input.width, input.channels];
    return logits.apply(tf.tensor4d(scaleToRange(images, input.range), shape), {
      training,
    }) as TfCore.Tensor2D;
  };

  return {
    specs,
    trainable,
    variables,
    differentiate(images, size, { step, firstImage = 0 }, lossOf) {
      selectBackend(tf, backend);
      dropout.setPosition(step, firstImage);
      let result: Loss | undefined;
      let gradients: TfCore.Tensor[] = [];
      // The results leave through variables: whatever a tidy returns is searched for tensors, number by number.
      tf.tidy(() => {
        const lossOfLogits = tf.customGrad((logits) => {
          const output = logits as TfCore.Tensor;
          const loss = lossOf(output.dataSync() as Float32Array);
          result = loss;
          // The loss is the root, so its own derivative is 1.
          return { value: tf.scalar(loss.loss), gradFunc: () => tf.tensor(loss.gradient, output.shape) };
        });
        const { grads } = tf.variableGrads(
          () => lossOfLogits(forward(images, size, true)) as TfCore.Scalar,
          variables,
        );
        gradients = variables.map(({ name }) => tf.keep(grads[name]!));
      });
      return { ...regularize(result!, gradients), gradients };
    },
    addScaled(sum, values, factor) {
      selectBackend(tf, backend);
      return values.map((value, index) => {
        const scaled = tf.tidy(() => {
          const product = tf.mul(value, factor);
          return sum === undefined ? product : tf.add(sum[index]!, product);
        });
        tf.dispose([value, ...(sum === undefined ? [] : [sum[index]!])]);
        return scaled;
      });
    },
    async infer(images, size) {
      selectBackend(tf, backend);
      const output = tf.tidy(() => forward(images, size, false));
      try {
        return (await output.data()) as Float32Array;
      } finally {
        output.dispose();
      }
    },
    assign(spec, data) {
      selectBackend(tf, backend);
      // A new tensor on new memory each time: backends keep the array they are given (cpu) or what they have packed
      // of a tensor (XNNPACK, by its id).
      tf.tidy(() => variableOf(spec).assign(tf.tensor(data.slice(), [...spec.shape])));
    },
    visit(see) {
      for (const spec of specs) see(spec.name, variableOf(spec).dataSync() as Float32Array);
    },
    read: () =>
      new Map(
        specs.map((spec) => [
          spec.name,
          { shape: spec.shape, data: (variableOf(spec).dataSync() as Float32Array).slice() },
        ]),
      ),
    async pause() {
      await nextTask();
      await settleStarts();
    },
    dispose: () => logits.dispose(),
  };
}
