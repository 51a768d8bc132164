import type { Endpoint, ModelDefinition, NamedTensor } from '../extension-points/runtime.ts';
import { createRandom, type Random } from '../random.ts';

const HEIGHT = 6;
const WIDTH = 5;
const FILTERS = 3;
const LABELS = ['first', 'second', 'third', 'fourth'] as const;

/**
 * A network of four layers with random weights, small enough to be computed by hand: a 3×3 convolution with ReLU,
 * flattened, dense, softmax. Its input is higher than wide, so that mixed up axes show.
 */
export const TINY_MODEL: ModelDefinition = createTinyModel();

/** What a network of it says of itself. */
export const TINY_INPUTS: readonly Endpoint[] = [{ name: 'input', shape: [HEIGHT, WIDTH, 1] }];
export const TINY_OUTPUTS: readonly Endpoint[] = [{ name: 'softmax', shape: [LABELS.length] }];

function createTinyModel(): ModelDefinition {
  const random = createRandom(20130413);
  return {
    graph: {
      layers: [
        {
          name: 'conv1',
          type: 'conv2d',
          config: { filters: FILTERS, kernelSize: 3, padding: 'same', activation: 'relu' },
        },
        { name: 'flatten', type: 'flatten', config: {} },
        { name: 'logits', type: 'dense', config: { units: LABELS.length } },
        { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
      ],
    },
    input: { width: WIDTH, height: HEIGHT, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
    labels: LABELS,
    tensors: new Map([
      ['conv1/kernel', tensor(random, [3, 3, 1, FILTERS])],
      ['conv1/bias', tensor(random, [FILTERS])],
      ['logits/kernel', tensor(random, [HEIGHT * WIDTH * FILTERS, LABELS.length])],
      ['logits/bias', tensor(random, [LABELS.length])],
    ]),
  };
}

function tensor(random: Random, shape: readonly number[]): NamedTensor {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, data: Float32Array.from({ length: size }, () => random.uniform(-0.4, 0.4)) };
}

/** Pixels for `TINY_MODEL`: `[batch, 6, 5, 1]`, -1..1. */
export function tinyPixels(batch: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: batch * HEIGHT * WIDTH }, () => random.uniform(-1, 1));
}

/** What `TINY_MODEL` gives, by plain loops in double precision: `[batch, 4]`. */
export function tinyProbabilities(pixels: Float32Array): number[] {
  const size = HEIGHT * WIDTH;
  const probabilities: number[] = [];
  for (let at = 0; at < pixels.length; at += size) {
    probabilities.push(...softmax(dense(convolve(pixels.subarray(at, at + size)))));
  }
  return probabilities;
}

function weights(name: string): Float32Array {
  return TINY_MODEL.tensors.get(name)!.data;
}

function convolve(image: Float32Array): number[] {
  const kernel = weights('conv1/kernel');
  const bias = weights('conv1/bias');
  const features: number[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (let filter = 0; filter < FILTERS; filter++) {
        let sum = bias[filter]!;
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            const isInside = y + dy >= 0 && y + dy < HEIGHT && x + dx >= 0 && x + dx < WIDTH;
            if (!isInside) continue;
            sum += image[(y + dy) * WIDTH + x + dx]! * kernel[((dy + 1) * 3 + dx + 1) * FILTERS + filter]!;
          }
        }
        features.push(Math.max(sum, 0));
      }
    }
  }
  return features;
}

function dense(features: readonly number[]): number[] {
  const kernel = weights('logits/kernel');
  const bias = weights('logits/bias');
  return LABELS.map((_, label) =>
    features.reduce((sum, value, i) => sum + value * kernel[i * LABELS.length + label]!, bias[label]!),
  );
}

function softmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
