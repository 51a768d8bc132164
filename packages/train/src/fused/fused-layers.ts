import type { LayerNode, ModelGraph } from '@fer/core';
import type { FusedActivation, FusedTrainingOps } from '@fer/runtime-tfjs';
import { createLayer, type LayerFactory } from '@fer/runtime-tfjs';
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
export function createFusedLayers(
  tf: typeof TfCore,
  layers: typeof TfLayers,
  ops: FusedTrainingOps,
  graph: ModelGraph,
): LayerFactory {
  const plan = planFusion(graph);
  return (node) => {
    const fused = plan.get(node.name);
    if (fused === undefined) return undefined;
    const layer = createLayer(layers, node);
    const plainCall: Call = layer.call.bind(layer);
    const fusedCall = createCall(tf, ops, graph, node, layer, fused.activation, plainCall);
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

function createCall(
  tf: typeof TfCore,
  ops: FusedTrainingOps,
  graph: ModelGraph,
  node: LayerNode,
  layer: TfLayers.layers.Layer,
  activation: FusedActivation,
  plainCall: Call,
): FusedCall {
  const { config } = node;
  switch (node.type) {
    case 'conv2d': {
      const options = {
        strides: pair(config.strides),
        pad: config.padding === 'same' ? ('same' as const) : ('valid' as const),
        dilations: pair(config.dilationRate),
        activation,
        inputGradient: !readsInput(graph, node),
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
      const epsilon = Number(config.epsilon ?? 1e-3);
      const momentum = Number(config.momentum ?? 0.99);
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

function readsInput(graph: ModelGraph, node: LayerNode): boolean {
  return node.inputs === undefined ? graph.layers[0] === node : node.inputs.includes('input');
}

function pair(value: unknown): [number, number] {
  return Array.isArray(value)
    ? [Number(value[0]), Number(value[1])]
    : [Number(value ?? 1), Number(value ?? 1)];
}
