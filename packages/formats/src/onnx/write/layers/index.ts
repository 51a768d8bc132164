import type { LayerType } from '@fer/graph';
import type { LayerContext, LayerWriter } from '../layer-context.ts';
import { writeConv2d, writeDepthwiseConv2d, writeSeparableConv2d } from './convolution.ts';
import { writeDense } from './dense.ts';
import {
  writeActivationLayer,
  writeAdd,
  writeDropout,
  writeLeakyReLU,
  writeMaximum,
  writeMultiply,
  writePReLU,
  writeSubtract,
} from './elementwise.ts';
import {
  writeChannelPadding,
  writeConcatenate,
  writeFlatten,
  writePermute,
  writeReshape,
  writeUpSampling2d,
  writeZeroPadding2d,
} from './lay-out.ts';
import { writeBatchNormalization } from './normalization.ts';
import {
  writeAveragePooling2d,
  writeGlobalAveragePooling2d,
  writeGlobalMaxPooling2d,
  writeMaxPooling2d,
} from './pooling.ts';

/** Writes one layer; returns the name of the value that it gives. */
export function writeLayer(context: LayerContext): string {
  return (WRITERS[context.layer.type] as LayerWriter)(context);
}

/** How each type of layer is written. */
const WRITERS: { readonly [Type in LayerType]: LayerWriter<Type> } = {
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
  leakyReLU: writeLeakyReLU,
  prelu: writePReLU,
  dropout: writeDropout,
  flatten: writeFlatten,
  reshape: writeReshape,
  permute: writePermute,
  add: writeAdd,
  subtract: writeSubtract,
  multiply: writeMultiply,
  maximum: writeMaximum,
  concatenate: writeConcatenate,
  zeroPadding2d: writeZeroPadding2d,
  channelPadding: writeChannelPadding,
  upSampling2d: writeUpSampling2d,
};
