import type { Architecture, InputSpec, Json, LayerNode, ModelGraph } from '@fer/core';
import { describeValue, FerError, layer } from '@fer/core';

/** FER2013's pictures as they are: 48×48 gray, scaled to -1..1. */
const INPUT: InputSpec = {
  width: 48,
  height: 48,
  channels: 1,
  resize: 'bilinear-antialias',
  range: [-1, 1],
};

/** Stages of maps of 48, 24, 12 and 6 pixels, all of which our Winograd tiles divide. */
const STAGES = 4;
/** Weights of strangers name them: no training that anybody runs is near these. */
const MOST_FILTERS = 2048;
const DEEPEST_STAGE = 32;

/**
 * A small residual network of dense 3×3 convolutions (He et al. 2016, arXiv:1512.03385, with one convolution a block),
 * on maps of 48, 24, 12 and 6 pixels. A stage is `depth` convolutions of `width` filters, each with batch normalisation
 * and ReLU and no bias; from the second of a stage on the input is added before the ReLU, which needs no projection, as
 * the shapes are equal. Max pooling halves the maps between stages; the last ones are averaged, then dropout and one
 * dense layer. By default 0.95 M parameters and 76 million multiplications a picture.
 */
export const ferNet = {
  id: 'fer-net',
  apiVersion: 1,
  description: 'Residual 3×3 convolutions on maps of 48, 24, 12 and 6 pixels; by default 0.95 M parameters',
  input: INPUT,
  defaults: { widths: [32, 48, 96, 176], depths: [1, 2, 3, 3], dropout: 0.2 },
  build: (options, classes): ModelGraph => {
    const widths = sizes('widths', options.widths, MOST_FILTERS);
    const depths = sizes('depths', options.depths, DEEPEST_STAGE);
    return {
      layers: [
        ...widths.flatMap((width, index) => [
          ...(index === 0 ? [] : [layer(`pool${index}`, 'maxPooling2d', { poolSize: 2 })]),
          ...stage(index + 1, width, depths[index]!),
        ]),
        layer('average', 'globalAveragePooling2d'),
        layer('dropout', 'dropout', { rate: options.dropout! }),
        layer('logits', 'dense', { units: classes }),
        layer('softmax', 'activation', { activation: 'softmax' }),
      ],
    };
  },
} as const satisfies Architecture;

function stage(number: number, filters: number, depth: number): LayerNode[] {
  const layers: LayerNode[] = [];
  for (let block = 1; block <= depth; block++) {
    const name = (part: string) => `stage${number}_${part}${block}`;
    const before = `stage${number}_relu${block - 1}`;
    layers.push(
      layer(name('conv'), 'conv2d', { filters, kernelSize: 3, padding: 'same', useBias: false }),
      layer(name('bn'), 'batchNormalization'),
      ...(block === 1 ? [] : [layer(name('add'), 'add', {}, [before, name('bn')])]),
      layer(name('relu'), 'activation', { activation: 'relu' }),
    );
  }
  return layers;
}

/** @throws FerError `FER_GRAPH_INVALID` unless it is a number from 1 to `most` for each stage */
function sizes(option: string, value: Json | undefined, most: number): readonly number[] {
  const isSize = (size: Json) => Number.isInteger(size) && Number(size) >= 1 && Number(size) <= most;
  if (Array.isArray(value) && value.length === STAGES && value.every(isSize)) return value;
  throw new FerError(
    'FER_GRAPH_INVALID',
    `fer-net: \`${option}\` must be ${STAGES} whole numbers from 1 to ${most}, one a stage, but is ${describeValue(value)}.`,
    { details: { option, value } },
  );
}
