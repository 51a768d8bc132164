import type { ResolvedLayer } from '@fer/graph';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';

/** What a layer computes: its inputs, and its weights in their order. */
export type Compute = (inputs: readonly TfCore.Tensor[], weights: readonly TfCore.Tensor[]) => TfCore.Tensor;

/** A layer of tfjs-layers with the name, the weights and the shape of a resolved one, that computes what it is told. */
export function defineLayer(
  tf: typeof TfCore,
  { layers, initializers }: typeof TfLayers,
  { name, outputShape, weights }: Pick<ResolvedLayer, 'name' | 'outputShape' | 'weights'>,
  compute: Compute,
): TfLayers.layers.Layer {
  class OwnLayer extends layers.Layer {
    static readonly className = 'FerLayer';

    override build(): void {
      for (const spec of weights) {
        const suffix = spec.name.slice(spec.name.lastIndexOf('/') + 1);
        this.addWeight(suffix, [...spec.shape], 'float32', initializers.zeros(), undefined, spec.trainable);
      }
      this.built = true;
    }

    override computeOutputShape(inputShape: TfLayers.Shape | TfLayers.Shape[]): TfLayers.Shape {
      const [first] = inputShape;
      const batch = (Array.isArray(first) ? first[0] : first) ?? null;
      return [batch, ...outputShape];
    }

    override call(inputs: TfCore.Tensor | TfCore.Tensor[]): TfCore.Tensor {
      return tf.tidy(() =>
        compute(
          Array.isArray(inputs) ? inputs : [inputs],
          this.weights.map((weight) => weight.read()),
        ),
      );
    }
  }
  return new OwnLayer({ name });
}
