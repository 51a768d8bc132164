import type { LayerType } from '@fer/core';
import type { LayerWriter } from '../layer-context.ts';
import { writeConv2d, writeDepthwiseConv2d, writeSeparableConv2d } from './convolution.ts';
import { writeDense, writeFlatten } from './dense.ts';
import { writeActivationLayer, writeAdd, writeDropout, writeZeroPadding2d } from './elementwise.ts';
import { writeBatchNormalization } from './normalization.ts';
import {
  writeAveragePooling2d,
  writeGlobalAveragePooling2d,
  writeGlobalMaxPooling2d,
  writeMaxPooling2d,
} from './pooling.ts';

/** How each type of layer is written. */
export const LAYER_WRITERS: { readonly [type in LayerType]: LayerWriter } = {
  conv2d: writeConv2d,
  depthwiseConv2d: writeDepthwiseConv2d,
  separableConv2d: writeSeparableConv2d,
  dense: writeDense,
  maxPooling2d: writeMaxPooling2d,
  averagePooling2d: writeAveragePooling2d,
  globalAveragePooling2d: writeGlobalAveragePooling2d,
  globalMaxPooling2d: writeGlobalMaxPooling2d,
  batchNormalization: writeBatchNormalization,
  activation: writeActivationLayer,
  dropout: writeDropout,
  flatten: writeFlatten,
  add: writeAdd,
  zeroPadding2d: writeZeroPadding2d,
};
