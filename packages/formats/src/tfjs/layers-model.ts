import type { ForeignFiles, ForeignModel, ReadFormatOptions, WeightsFormat } from '@fer/core';
import type { StoredLayer } from '../assign-weights.ts';
import { damaged, notAsFormat } from '../failures.ts';
import { decodeText, isObject, type JsonObject, parseJsonObject } from '../json.ts';
import { fillStructure, readStructure } from '../keras/read-keras.ts';
import { readAll } from '../read-all.ts';
import { readManifest, type ShardGroup, storedTensors } from './weights-manifest.ts';
import { writeLayersModel } from './write-layers-model.ts';

/** A layers model of TensorFlow.js: `model.json`, as tfjs-layers and the converter write it, and its shards. */
export const tfjsLayers: WeightsFormat = {
  id: 'tfjs-layers',
  apiVersion: 1,
  description: 'TensorFlow.js: a layers model, model.json with its shards',
  async sniff(files, options) {
    return (await findModelJson(files, options)) !== undefined;
  },
  read: readLayersModel,
  write: writeLayersModel,
};

/** Most bytes of `model.json`. */
const MOST_JSON_BYTES = 2 ** 24;

async function findModelJson(
  files: ForeignFiles,
  { maxBytes, signal }: Pick<ReadFormatOptions, 'maxBytes' | 'signal'>,
): Promise<{ name: string; model: JsonObject } | undefined> {
  for (const name of files.names.filter((one) => one.toLowerCase().endsWith('.json'))) {
    const limit = Math.min(maxBytes, MOST_JSON_BYTES);
    const bytes = await files.read(name, { maxBytes: limit, ...(signal && { signal }) });
    let model: JsonObject;
    try {
      model = parseJsonObject(decodeText(bytes, name), name);
    } catch {
      continue;
    }
    if (model.modelTopology !== undefined && model.weightsManifest !== undefined) return { name, model };
  }
  return undefined;
}

async function readLayersModel(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  options.signal?.throwIfAborted();
  const found = await findModelJson(files, options);
  if (found === undefined) {
    // What is too large, or not there, says so.
    await readAll(files, options);
    throw notAsFormat('The files', 'hold no model.json with `modelTopology` and `weightsManifest`.');
  }
  const { name, model } = found;
  const { modelTopology: topology, format } = model;
  if (format === 'graph-model' || (isObject(topology) && topology.node !== undefined)) {
    throw notAsFormat(
      name,
      'is a graph model, whose layers are gone. Run it by @tensorflow/tfjs-converter, or convert the Keras model again as a layers model.',
    );
  }
  if (!isObject(topology)) throw notAsFormat(name, 'has no `modelTopology` that is an object.');
  // The converter keeps Keras's own structure inside.
  const config = isObject(topology.model_config) ? topology.model_config : topology;
  const { keras_version: kerasVersion = config.keras_version } = topology;
  const version = typeof kerasVersion === 'string' ? kerasVersion : undefined;
  const { generatedBy, convertedBy } = model;
  const producer = [generatedBy, convertedBy].find((one) => typeof one === 'string') as string | undefined;

  const structure = readStructure({ config, version }, name, options);
  const stored: StoredLayer[] = [];
  let left = options.maxBytes;
  for (const group of readManifest(model.weightsManifest, name)) {
    const bytes = await readShards(files, group, left, options.signal);
    left -= bytes.length;
    stored.push(...byLayer(storedTensors(group, bytes, name)));
  }
  const read = fillStructure(structure, stored, name);
  return producer === undefined ? read : { ...read, producer: producer.slice(0, 100) };
}

async function readShards(
  files: ForeignFiles,
  { paths }: ShardGroup,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const path of paths) {
    const part = await files.read(path, { maxBytes: maxBytes - length, ...(signal && { signal }) });
    parts.push(part);
    length += part.length;
  }
  if (length > maxBytes) throw damaged('The shards', `have more than ${maxBytes} bytes.`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** `conv1/kernel` belongs to the layer `conv1`; neighbours of one layer are its tensors. */
function byLayer(tensors: StoredLayer['tensors']): StoredLayer[] {
  const layers = new Map<string, StoredLayer['tensors'][number][]>();
  for (const tensor of tensors) {
    const layer = tensor.name.slice(0, Math.max(0, tensor.name.lastIndexOf('/')));
    layers.set(layer, [...(layers.get(layer) ?? []), tensor]);
  }
  return [...layers].map(([name, own]) => ({ name, tensors: own }));
}
