import type { ForeignFiles, ForeignModel, ReadFormatOptions, WeightsFormat } from '@fer/core';
import type { StoredLayer, StoredTensor } from '../assign-weights.ts';
import { notAsFormat } from '../failures.ts';
import { isObject } from '../json.ts';
import { fillStructure, readStructure } from '../keras/read-keras.ts';
import { findModelJson, producerOf, readModelJson, readTensors } from './model-json.ts';
import { writeLayersModel } from './write-layers-model.ts';

/** A layers model of TensorFlow.js: `model.json`, as tfjs-layers and the converter write it, and its shards. */
export const tfjsLayers: WeightsFormat = {
  id: 'tfjs-layers',
  apiVersion: 1,
  description: 'TensorFlow.js: a layers model, model.json with its shards',
  async sniff(files, options) {
    return (await findModelJson(files, options))?.isGraph === false;
  },
  read: readLayersModel,
  write: writeLayersModel,
};

async function readLayersModel(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  const found = await readModelJson(files, options);
  const { name, model, isGraph } = found;
  const { modelTopology: topology } = model;
  if (isGraph) throw notAsFormat(name, 'is a graph model, not a layers model: its format is `tfjs-graph`.');
  if (!isObject(topology)) throw notAsFormat(name, 'has no `modelTopology` that is an object.');
  // The converter keeps Keras's own structure inside.
  const config = isObject(topology.model_config) ? topology.model_config : topology;
  const { keras_version: kerasVersion = config.keras_version } = topology;
  const version = typeof kerasVersion === 'string' ? kerasVersion : undefined;
  const producer = producerOf(model);

  const structure = readStructure({ config, version }, name, options);
  const stored = byLayer(await readTensors(files, found, options));
  const read = fillStructure(structure, stored, name);
  return producer === undefined ? read : { ...read, producer };
}

/** `conv1/kernel` belongs to the layer `conv1`; neighbours of one layer are its tensors. */
function byLayer(tensors: readonly StoredTensor[]): StoredLayer[] {
  const layers = new Map<string, StoredTensor[]>();
  for (const tensor of tensors) {
    const layer = tensor.name.slice(0, Math.max(0, tensor.name.lastIndexOf('/')));
    layers.set(layer, [...(layers.get(layer) ?? []), tensor]);
  }
  return [...layers].map(([name, own]) => ({ name, tensors: own }));
}
