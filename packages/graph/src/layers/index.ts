import type { LayerDefinition } from '../resolved-layer.ts';
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { channelPadding } from './channel-padding.ts';
import { concatenate } from './concatenate.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling2d, globalMaxPooling2d } from './global-pooling.ts';
import { leakyReLU } from './leaky-relu.ts';
import { add, maximum, multiply, subtract } from './merge.ts';
import { permute } from './permute.ts';
import { averagePooling2d, maxPooling2d } from './pooling.ts';
import { prelu } from './prelu.ts';
import { reLU } from './re-lu.ts';
import { reshape } from './reshape.ts';
import { separableConv2d } from './separable-conv2d.ts';
import { upSampling2d } from './up-sampling2d.ts';
import { zeroPadding2d } from './zero-padding2d.ts';

/** The types of layer that a graph may name. */
export const LAYERS = {
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  dense,
  maxPooling2d,
  averagePooling2d,
  globalMaxPooling2d,
  globalAveragePooling2d,
  batchNormalization,
  activation,
  reLU,
  leakyReLU,
  prelu,
  dropout,
  flatten,
  reshape,
  permute,
  add,
  subtract,
  multiply,
  maximum,
  concatenate,
  zeroPadding2d,
  channelPadding,
  upSampling2d,
} as const;

type LayerOf<Definition> = Definition extends LayerDefinition<infer Layer> ? Layer : never;

/** A layer with all options filled in, by its type. */
export type ResolvedLayer = LayerOf<(typeof LAYERS)[keyof typeof LAYERS]>;

/** The types of layer that every engine knows: all that a graph may name but spellings, which come to another. */
export type LayerType = ResolvedLayer['type'];

/** A layer of one type. */
export type ResolvedLayerOf<Type extends LayerType> = Extract<ResolvedLayer, { readonly type: Type }>;
