import type { ResolvedGraph, ResolvedLayer } from '@fer/graph';
import {
  createLayer,
  type FusedActivation,
  type FusedTrainingOps,
  type LayerFactory,
  type Tfjs,
} from '@fer/runtime-tfjs';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';
import { planFusion } from './plan-fusion.ts';

type Call = TfLayers.layers.Layer['call'];
type Weights = readonly TfCore.Tensor[];
type FusedCall = (x: TfCore.Tensor, weights: Weights) => TfCore.Tensor;

/**
 * Makes the layers of a graph that a backend's fused ops can speed up: tfjs-layers' own, which in training compute with
 * those ops. Outside of training, and in all else (weights, names, shapes), they are untouched.
 */
export function createFusedLayers(tfjs: Tfjs, ops: FusedTrainingOps, graph: ResolvedGraph): LayerFactory {
  const { core: tf } = tfjs;
  const plan = planFusion(graph);
  const moved = movedValues(graph);
  return (node) => {
    const fused = plan.get(node.name);
    if (fused === undefined) return undefined;
    const layer = createLayer(tfjs, node);
    const plainCall: Call = layer.call.bind(layer);
    const isMoved = node.inputs.some((name) => moved.has(name));
    const fusedCall = createCall(tf, ops, node, layer, { ...fused, isMoved }, plainCall);
    layer.call = (inputs, kwargs) => {
      if (!kwargs.training) return plainCall(inputs, kwargs);
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      return tf.tidy(() =>
        fusedCall(
          x,
          layer.weights.map((weight) => weight.read()),
        ),
      );
    };
    return layer;
  };
}

/** Values that a step changes: what depends on no weight in training needs no derivative. */
function movedValues({ layers }: ResolvedGraph): ReadonlySet<string> {
  const moved = new Set<string>();
  for (const { name, inputs, weights } of layers) {
    if (weights.some(({ trainable }) => trainable) || inputs.some((input) => moved.has(input)))
      moved.add(name);
  }
  return moved;
}

function createCall(
  tf: typeof TfCore,
  ops: FusedTrainingOps,
  node: ResolvedLayer,
  layer: TfLayers.layers.Layer,
  { activation, isMoved }: { readonly activation: FusedActivation; readonly isMoved: boolean },
  plainCall: Call,
): FusedCall {
  switch (node.type) {
    case 'conv2d': {
      const { strides, padding, dilation } = node.window;
      const options = {
        strides: [...strides] as [number, number],
        pad: padding,
        dilations: [...dilation] as [number, number],
        activation,
        inputGradient: isMoved,
      };
      return (x, [kernel, bias]) =>
        ops.conv2d(
          x as TfCore.Tensor4D,
          kernel as TfCore.Tensor4D,
          bias as TfCore.Tensor1D | undefined,
          options,
        );
    }
    case 'dense':
      return (x, [kernel, bias]) =>
        ops.dense(
          x as TfCore.Tensor2D,
          kernel as TfCore.Tensor2D,
          bias as TfCore.Tensor1D | undefined,
          activation,
        );
    case 'batchNormalization': {
      const { epsilon, momentum } = node;
      return (x, [gamma, beta, movingMean, movingVariance]) => {
        const { y, mean, variance } = ops.batchNormalization(
          x,
          gamma as TfCore.Tensor1D,
          beta as TfCore.Tensor1D,
          epsilon,
          activation,
        );
        layer.weights[2]!.write(movingAverage(tf, movingMean!, mean, momentum));
        layer.weights[3]!.write(movingAverage(tf, movingVariance!, variance, momentum));
        return y;
      };
    }
    case 'maxPooling2d':
      return (x) => tf.relu(plainCall(x, { training: true }) as TfCore.Tensor);
    default:
      // An activation layer whose function the layer before it has applied.
      return (x) => x;
  }
}

/** As tfjs-layers moves its statistics: `average - (average - value) (1 - momentum)`. */
function movingAverage(
  tf: typeof TfCore,
  average: TfCore.Tensor,
  value: TfCore.Tensor,
  momentum: number,
): TfCore.Tensor {
  return tf.tidy(() => tf.sub(average, tf.mul(tf.sub(average, value), 1 - momentum)));
}
