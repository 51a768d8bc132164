import type { ForeignFiles, ForeignModel, ReadFormatOptions, WeightsFormat } from '@fer/core';
import { notAsFormat } from '../failures.ts';
import { decodeText, isObject, type JsonObject, parseJsonObject } from '../json.ts';
import { readAll } from '../read-all.ts';
import { type Hdf5Group, isHdf5, withHdf5 } from './hdf5.ts';
import { fillStructure, type KerasStructure, readStructure } from './read-keras.ts';
import { countedLayers, namedLayers } from './stored-layers.ts';
import { writeKerasH5 } from './write-keras-h5.ts';

/**
 * HDF5 files of Keras 2 and 3: a whole model (`model.save('x.h5')`), or its structure as JSON (`model.to_json()`) beside a
 * file of weights alone (`model.save_weights('x.h5')`, `x.weights.h5`).
 */
export const kerasH5: WeightsFormat = {
  id: 'keras-h5',
  apiVersion: 1,
  description: 'Keras 2 and 3: a whole model as .h5, or its structure as .json with weights as .h5',
  async sniff(files, options) {
    const contents = await readAll(files, options);
    return [...contents.values()].some(isHdf5);
  },
  read: readKerasH5,
  write: writeKerasH5,
};

async function readKerasH5(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  const contents = await readAll(files, options);
  const [name, ...others] = [...contents.keys()].filter((one) => isHdf5(contents.get(one)!));
  if (name === undefined)
    throw notAsFormat('The files', `hold no HDF5 (${[...contents.keys()].join(', ')}).`);
  if (others.length > 0)
    throw notAsFormat('The files', `hold several HDF5 files (${[name, ...others].join(', ')}): give one.`);
  const [json, ...more] = [...contents.keys()].filter((one) => one !== name);
  if (more.length > 0)
    throw notAsFormat('The files', `hold more than weights and a structure: ${more.join(', ')}.`);
  const beside = json === undefined ? undefined : structureOf(decodeText(contents.get(json)!, json), json);

  return withHdf5(contents.get(name)!, name, options.maxBytes, (root) => {
    const config = root.text('model_config');
    const version = root.text('keras_version');
    const inside =
      config === undefined
        ? undefined
        : { config: parseJsonObject(config, `The structure in ${name}`), version };
    const given = inside ?? beside;
    if (given === undefined) {
      throw notAsFormat(
        name,
        'holds weights alone. Give the structure too: the file that `model.to_json()` was written to.',
      );
    }
    const structure = readStructure(given, json !== undefined && inside === undefined ? json : name, options);
    const weights = root.group('model_weights') ?? root;
    const stored =
      weights.texts('layer_names') === undefined
        ? countedLayers(weights, structure.model.layers, name)
        : namedLayers(weights, name);
    return fillStructure(structure, stored, name, 'Keras', notesOf(root));
  });
}

/** A JSON of `model.to_json()`. */
function structureOf(text: string, name: string): KerasStructure {
  const config: JsonObject = parseJsonObject(text, name);
  const { keras_version: version, build_config: buildConfig } = config;
  // Keras 3 does not tell its version here; it alone tells how the network was built.
  const implied = isObject(buildConfig) || config.module !== undefined ? '3' : undefined;
  return { config, version: typeof version === 'string' ? version : implied };
}

function notesOf(root: Hdf5Group): string[] {
  return root.group('optimizer_weights') === undefined
    ? []
    : ['The weights of the optimizer were left out: a training starts anew.'];
}
