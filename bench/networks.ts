import { type Architecture, createRandom, EMOTIONS, type LayerNode, type ModelGraph } from '@fer/core';
import { miniXception, tutorialCnn, type Weights, weightSpecs } from '@fer/model';
import { initializeWeights } from '@fer/train';

/** A network to be measured, with weights. */
export interface BenchNetwork {
  readonly architecture: Architecture;
  readonly weights: Weights;
}

/** Filters of the 3×3 convolutions of each block; blocks end with a 2×2 max-pooling. */
const VGG_BLOCKS = [
  [32, 32],
  [64, 64],
  [128, 128],
  [256, 256, 256],
] as const;

/**
 * A flagship-size net after VGG (Simonyan and Zisserman 2014, arXiv:1409.1556): 3×3 convolutions with batch-norm and
 * ReLU, global average pooling. 1,767,207 parameters and 277 MFLOP an image.
 */
export const vggBatchNorm = {
  id: 'vgg-bn',
  apiVersion: 1,
  description: 'VGG-like: nine 3×3 convolutions with batch-norm, 1.8 M parameters',
  input: tutorialCnn.input,
  defaults: {},
  build: (_options, classes): ModelGraph => ({
    layers: [
      ...VGG_BLOCKS.flatMap((block, index) => vggBlock(index + 1, block)),
      { name: 'average', type: 'globalAveragePooling2d', config: {} },
      { name: 'logits', type: 'dense', config: { units: classes } },
      { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
    ],
  }),
} as const satisfies Architecture;

function vggBlock(block: number, widths: readonly number[]): LayerNode[] {
  const convolutions = widths.flatMap((filters, index): LayerNode[] => {
    const name = `${block}_${index + 1}`;
    const convolution = { filters, kernelSize: 3, padding: 'same', useBias: false };
    return [
      { name: `conv${name}`, type: 'conv2d', config: convolution },
      { name: `bn${name}`, type: 'batchNormalization', config: {} },
      { name: `relu${name}`, type: 'activation', config: { activation: 'relu' } },
    ];
  });
  return [...convolutions, { name: `pool${block}`, type: 'maxPooling2d', config: { poolSize: 2 } }];
}

/** The networks that are measured, by id. */
export const benchArchitectures: ReadonlyMap<string, Architecture> = new Map(
  [tutorialCnn, miniXception, vggBatchNorm].map((architecture) => [architecture.id, architecture]),
);

/**
 * What the last kernel is multiplied with. Residual sums grow with random weights until one probability is 1 and the
 * rest are 0, and then nothing can be compared.
 */
const LOGIT_SCALE: Readonly<Record<string, number>> = { 'mini-xception': 0.03 };

/**
 * A network with seeded random weights. Biases and the statistics of batch-norm are random too, so that an engine that
 * forgets one gives other results.
 */
export function createBenchNetwork(id: string): BenchNetwork {
  const architecture = benchArchitectures.get(id);
  if (architecture === undefined) {
    throw new Error(`There is no network '${id}'; choose from ${[...benchArchitectures.keys()].join(', ')}.`);
  }
  const { input, defaults } = architecture;
  const specs = weightSpecs(architecture.build(defaults, EMOTIONS.length), input);
  const tensors = initializeWeights(specs, 1);
  for (const [index, { name, role }] of specs.entries()) {
    const random = createRandom(2, index);
    const { data } = tensors.get(name)!;
    if (role === 'bias' || role === 'beta' || role === 'movingMean') {
      for (let i = 0; i < data.length; i++) data[i] = random.uniform(-0.1, 0.1);
    } else if (role === 'gamma' || role === 'movingVariance') {
      for (let i = 0; i < data.length; i++) data[i] = random.uniform(0.8, 1.2);
    }
  }
  const logits = tensors.get(specs.findLast(({ role }) => role === 'kernel')!.name)!.data;
  for (let i = 0; i < logits.length; i++) logits[i]! *= LOGIT_SCALE[id] ?? 1;
  return {
    architecture,
    weights: {
      architecture: { id, config: defaults },
      labels: EMOTIONS,
      input,
      licence: 'Apache-2.0',
      tensors,
    },
  };
}

/** @returns `[batch, 48, 48, 1]` seeded noise, 0..1 */
export function createBenchImages({ input }: Architecture, batch: number): Float32Array {
  const random = createRandom(3);
  return Float32Array.from({ length: batch * input.height * input.width * input.channels }, () =>
    random.next(),
  );
}
