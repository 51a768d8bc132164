import { type Architecture, createRandom, EMOTIONS, type LayerNode, layer, type ModelGraph } from '@fer/core';
import { ferNet, miniXception, tutorialCnn, type Weights, weightSpecs } from '@fer/model';
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

/** Filters of the stages, half of ResNet-18's; each has two blocks of two 3×3 convolutions. */
const RESNET_WIDTHS = [32, 64, 128, 256] as const;

/**
 * ResNet-18 (He et al. 2016, arXiv:1512.03385) of half the width, with the 3×3 stem and no pooling after it that small
 * pictures ask for. 2,801,063 parameters and 626 MFLOP an image.
 */
export const halfResNet18 = {
  id: 'resnet18-half',
  apiVersion: 1,
  description:
    'ResNet-18 of half the width: 17 3×3 convolutions with batch-norm and shortcuts, 2.8 M parameters',
  input: tutorialCnn.input,
  defaults: {},
  build: (_options, classes): ModelGraph => ({
    layers: [
      ...normalizedConvolution('stem', RESNET_WIDTHS[0], 3, 1, 'input'),
      layer('stem_relu', 'activation', { activation: 'relu' }),
      ...RESNET_WIDTHS.flatMap((filters, stage) => [
        ...resNetBlock(`${stage + 1}_1`, filters, stage > 0, stage > 0 ? `relu${stage}_2` : 'stem_relu'),
        ...resNetBlock(`${stage + 1}_2`, filters, false, `relu${stage + 1}_1`),
      ]),
      layer('average', 'globalAveragePooling2d'),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

/** @param halves whether the map is halved, which takes a convolution in the shortcut, too */
function resNetBlock(name: string, filters: number, halves: boolean, input: string): LayerNode[] {
  const strides = halves ? 2 : 1;
  return [
    ...normalizedConvolution(`first${name}`, filters, 3, strides, input),
    layer(`first${name}_relu`, 'activation', { activation: 'relu' }),
    ...normalizedConvolution(`second${name}`, filters, 3, 1, `first${name}_relu`),
    ...(halves ? normalizedConvolution(`shortcut${name}`, filters, 1, strides, input) : []),
    layer(`add${name}`, 'add', {}, [`second${name}_bn`, halves ? `shortcut${name}_bn` : input]),
    layer(`relu${name}`, 'activation', { activation: 'relu' }),
  ];
}

function normalizedConvolution(
  name: string,
  filters: number,
  kernelSize: number,
  strides: number,
  input: string,
): LayerNode[] {
  const convolution = { filters, kernelSize, strides, padding: 'same', useBias: false };
  return [layer(name, 'conv2d', convolution, [input]), layer(`${name}_bn`, 'batchNormalization')];
}

/** The networks that are measured, by id. */
export const benchArchitectures: ReadonlyMap<string, Architecture> = new Map(
  [tutorialCnn, miniXception, vggBatchNorm, ferNet, halfResNet18].map((architecture) => [
    architecture.id,
    architecture,
  ]),
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
