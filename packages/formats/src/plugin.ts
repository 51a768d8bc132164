import { definePlugin } from '@fer/core';
import { kerasH5 } from './keras/keras-h5.ts';
import { kerasZip } from './keras/keras-zip.ts';
import { onnx } from './onnx/onnx.ts';
import { safetensors } from './safetensors/safetensors.ts';
import { tfjsLayers } from './tfjs/layers-model.ts';
import { tfjsGraph } from './tfjs-graph/graph-model.ts';

/** The formats of this package. */
export const plugin = definePlugin({
  name: '@fer/formats',
  apiVersion: 1,
  contributes: { weightsFormats: [kerasH5, kerasZip, tfjsLayers, tfjsGraph, onnx, safetensors] },
});
