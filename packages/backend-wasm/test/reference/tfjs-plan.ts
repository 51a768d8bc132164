import * as tf from '@tensorflow/tfjs-core';
import type { Plan, PlanActivation, PlanOp, WindowGeometry } from '../../src/inference/plan.ts';

/** Computes a plan of one input and one output with tfjs's ops, on its active backend: `[images, …]`. */
export async function runOnTfjs(plan: Plan, pixels: Float32Array, images: number): Promise<Float32Array> {
  const result = tf.tidy(() => {
    const values: tf.Tensor[] = [tf.tensor(pixels, [images, pixels.length / images])];
    for (const op of plan.ops) {
      const y = compute(
        op,
        op.inputs.map((value) => values[value]!),
        images,
      );
      values.push(tf.reshape(y, [images, y.size / images]));
    }
    return values[plan.outputs[0]!.value]!;
  });
  const data = (await result.data()) as Float32Array;
  result.dispose();
  return data;
}

function compute(op: PlanOp, [x, other]: readonly tf.Tensor[], images: number): tf.Tensor {
  switch (op.type) {
    case 'conv2d': {
      const g = op.geometry;
      const filter = tf.tensor4d(op.filter, [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels]);
      const y = tf.conv2d(framed(g, x!, images, 0), filter, strides(g), 'valid', 'NHWC', dilations(g));
      if (other === undefined) return finish(y, op.bias, op.activation);
      return finish(tf.add(y, tf.reshape(other, y.shape)), op.bias, op.activation);
    }
    case 'depthwiseConv2d': {
      const g = op.geometry;
      const shape = [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels / g.inChannels] as const;
      const filter = tf.tensor4d(op.filter, [...shape]);
      const image = framed(g, x!, images, 0);
      return finish(
        tf.depthwiseConv2d(image, filter, strides(g), 'valid', 'NHWC', dilations(g)),
        op.bias,
        op.activation,
      );
    }
    case 'maxPool': {
      const g = op.geometry;
      return tf.maxPool(framed(g, x!, images, Number.NEGATIVE_INFINITY), size(g), strides(g), 'valid');
    }
    case 'averagePool': {
      const g = op.geometry;
      const shares = (value: tf.Tensor) =>
        tf.avgPool(framed(g, value, images, 0), size(g), strides(g), 'valid');
      return tf.div(shares(x!), shares(tf.onesLike(x!)));
    }
    case 'globalMaxPool':
      return tf.max(tf.reshape(x!, [images, op.pixels, op.channels]), 1);
    case 'globalAveragePool':
      return tf.mean(tf.reshape(x!, [images, op.pixels, op.channels]), 1);
    case 'dense':
      return finish(tf.matMul(x!, tf.tensor2d(op.filter, [op.length, op.units])), op.bias, op.activation);
    case 'scaleShift': {
      const map = tf.reshape(x!, [images, op.pixels, op.channels]);
      return finish(tf.add(tf.mul(map, tf.tensor1d(op.scale)), tf.tensor1d(op.shift)), null, op.activation);
    }
    case 'add':
      return finish(tf.add(x!, other!), null, op.activation);
    case 'activation':
      return finish(x!, null, op.activation);
    case 'pad':
      return tf.pad(tf.reshape(x!, [images, op.inHeight, op.inWidth, op.channels]), [
        [0, 0],
        [op.top, op.bottom],
        [op.left, op.right],
        [0, 0],
      ]);
    case 'softmax':
      return tf.softmax(tf.reshape(x!, [images, op.rows, op.channels]));
    default:
      throw new Error(`No network of these tests has the op ${op.type}; layerContract tries it.`);
  }
}

/** The image with all the padding that its windows reach, so that none is left to tfjs. */
function framed(g: WindowGeometry, x: tf.Tensor, images: number, value: number): tf.Tensor4D {
  const height = (g.outHeight - 1) * g.strideHeight + (g.filterHeight - 1) * g.dilationHeight + 1;
  const width = (g.outWidth - 1) * g.strideWidth + (g.filterWidth - 1) * g.dilationWidth + 1;
  const bottom = Math.max(0, height - g.padTop - g.inHeight);
  const right = Math.max(0, width - g.padLeft - g.inWidth);
  const sides: [number, number][] = [
    [0, 0],
    [g.padTop, bottom],
    [g.padLeft, right],
    [0, 0],
  ];
  const image = tf.pad(tf.reshape(x, [images, g.inHeight, g.inWidth, g.inChannels]), sides, value);
  return tf.slice4d(image as tf.Tensor4D, [0, 0, 0, 0], [images, height, width, g.inChannels]);
}

const size = (g: WindowGeometry): [number, number] => [g.filterHeight, g.filterWidth];
const strides = (g: WindowGeometry): [number, number] => [g.strideHeight, g.strideWidth];
const dilations = (g: WindowGeometry): [number, number] => [g.dilationHeight, g.dilationWidth];

function finish(y: tf.Tensor, bias: Float32Array | null, activation: PlanActivation): tf.Tensor {
  const sum = bias === null ? y : tf.add(y, tf.tensor1d(bias));
  return activation === 'none' ? sum : activations[activation](sum);
}

const hardSigmoid = (x: tf.Tensor, slope: number) => tf.clipByValue(tf.add(tf.mul(x, slope), 0.5), 0, 1);
const gated = (x: tf.Tensor, gate: tf.Tensor) => tf.mul(tf.mul(x, 0.5), tf.add(gate, 1));

const { relu, relu6, elu, selu, sigmoid, tanh, softplus } = tf;
const activations: { readonly [name in Exclude<PlanActivation, 'none'>]: (x: tf.Tensor) => tf.Tensor } = {
  relu,
  relu6,
  elu,
  selu,
  sigmoid,
  hardSigmoid: (x) => hardSigmoid(x, 0.2),
  hardSigmoid6: (x) => hardSigmoid(x, 1 / 6),
  tanh,
  softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  hardSwish: (x) => tf.mul(x, hardSigmoid(x, 1 / 6)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: (x) => gated(x, tf.erf(tf.div(x, Math.SQRT2))),
  gelu_new: (x) =>
    gated(x, tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI)))),
};
