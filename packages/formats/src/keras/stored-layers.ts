import type { StoredLayer, StoredTensor } from '../assign-weights.ts';
import { damaged, notAsFormat } from '../failures.ts';
import type { Hdf5Group } from './hdf5.ts';
import type { KerasLayer } from './parse-config.ts';

/**
 * The tensors of a weights-only file, or of the group `model_weights` of a whole model: groups in the order of the
 * attribute `layer_names`, tensors in that of `weight_names`; the groups' keys are sorted otherwise.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT` if a tensor that is named is not there
 */
export function namedLayers(group: Hdf5Group, subject: string): StoredLayer[] {
  const layerNames = group.texts('layer_names');
  if (layerNames === undefined) throw notAsFormat(subject, 'has no list of layers (`layer_names`).');
  return layerNames.map((name) => {
    const layer = group.group(name);
    const weightNames = layer?.texts('weight_names');
    if (layer === undefined || weightNames === undefined) {
      throw damaged(subject, `names a layer '${name}', whose weights are not there.`);
    }
    return { name, tensors: weightNames.map((weight) => tensorOf(layer, weight, weight, subject)) };
  });
}

/**
 * The tensors of a file of Keras 3 (`.weights.h5`, and inside of `.keras`): `layers/<class>_<n>/vars/<index>`, counted by
 * class in the order of the layers, whatever they are called.
 */
export function countedLayers(
  root: Hdf5Group,
  layers: readonly KerasLayer[],
  subject: string,
): StoredLayer[] {
  const holder = root.group('layers') ?? root.group('_layer_checkpoint_dependencies');
  if (holder === undefined) throw notAsFormat(subject, 'has no group `layers`.');
  const known = new Set(layers.map(({ key }) => key));
  const stored = layers.map(({ name, key }) => ({ name, tensors: variablesOf(holder, key, subject) }));
  return [...stored, ...leftOver(holder, '', known, subject)];
}

/** What belongs to none of the layers. */
function leftOver(
  holder: Hdf5Group,
  folder: string,
  known: ReadonlySet<string>,
  subject: string,
): StoredLayer[] {
  return holder.names().flatMap((name) => {
    const key = folder + name;
    const isModel = [...known].some((one) => one.startsWith(`${key}/layers/`));
    const inside = isModel ? holder.group(`${name}/layers`) : undefined;
    const deeper = inside === undefined ? [] : leftOver(inside, `${key}/layers/`, known, subject);
    if (known.has(key)) return deeper;
    const tensors = variablesOf(holder, name, subject);
    return tensors.length === 0 ? deeper : [{ name: key, tensors }, ...deeper];
  });
}

/** In the order of their numbers. */
function variablesOf(holder: Hdf5Group, key: string, subject: string): StoredTensor[] {
  const variables = holder.group(`${key}/vars`);
  const indices = [...(variables?.names() ?? [])].sort((a, b) => Number(a) - Number(b));
  return indices.map((index) => tensorOf(variables!, index, `layers/${key}/vars/${index}`, subject));
}

function tensorOf(group: Hdf5Group, path: string, name: string, subject: string): StoredTensor {
  const dataset = group.dataset(path);
  if (dataset === undefined) throw damaged(subject, `names a tensor '${name}', which is not there.`);
  return { name, shape: dataset.shape, read: dataset.read };
}
