import type { ModelDefinition } from '@fer/core';
import type { Group } from 'h5wasm';
import { withPlainNames } from './plain-names.ts';
import { writeConfig } from './write-config.ts';
import { writeHdf5 } from './write-hdf5.ts';

/** The last of Keras 2, whose files Keras 3 reads too. */
const KERAS_VERSION = '2.15.0';

/** A whole model of Keras 2, as `model.save('model.h5')` writes it. */
export async function writeKerasH5(given: ModelDefinition): Promise<Map<string, Uint8Array>> {
  const model = withPlainNames(given);
  const { resolved, config } = writeConfig(model, 'keras2');
  const bytes = await writeHdf5((file) => {
    file.create_attribute('model_config', JSON.stringify(config));
    file.create_attribute('keras_version', KERAS_VERSION);
    file.create_attribute('backend', 'tensorflow');
    const weights = file.create_group('model_weights');
    const names = [...resolved.inputs, ...resolved.layers].map(({ name }) => name);
    writeTexts(weights, 'layer_names', names);
    weights.create_attribute('keras_version', KERAS_VERSION);
    weights.create_attribute('backend', 'tensorflow');
    for (const { name } of resolved.inputs) writeTexts(weights.create_group(name), 'weight_names', []);
    for (const layer of resolved.layers) {
      const group = weights.create_group(layer.name);
      const stored = layer.weights.map((spec) => `${spec.name}:0`);
      writeTexts(group, 'weight_names', stored);
      const own = layer.weights.length === 0 ? group : group.create_group(layer.name);
      for (const spec of layer.weights) {
        const name = `${spec.name.slice(layer.name.length + 1)}:0`;
        own.create_dataset({
          name,
          data: model.tensors.get(spec.name)!.data,
          shape: [...spec.shape],
          dtype: '<f',
        });
      }
    }
  });
  return new Map([['model.h5', bytes]]);
}

/** Bytes of an attribute's texts: HDF5 stores no larger ones beside the object. */
const MOST_TEXT_BYTES = 64_000;

/** A list of texts of fixed length, as Keras writes it, cut into `<name>0`, `<name>1` … where it is too long for one. */
function writeTexts(group: Group, name: string, texts: readonly string[]): void {
  if (texts.length === 0) {
    group.create_attribute(name, new Float32Array(), [0]);
    return;
  }
  const width = Math.max(...texts.map((text) => new TextEncoder().encode(text).length));
  const perPart = Math.max(1, Math.floor(MOST_TEXT_BYTES / width));
  if (texts.length <= perPart) group.create_attribute(name, [...texts], [texts.length], `S${width}`);
  else {
    for (let part = 0; part * perPart < texts.length; part++) {
      const some = texts.slice(part * perPart, (part + 1) * perPart);
      group.create_attribute(`${name}${part}`, some, [some.length], `S${width}`);
    }
  }
}
