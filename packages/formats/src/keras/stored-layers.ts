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
  const counts = new Map<string, number>();
  const known = new Set<string>();
  const stored = layers.map(({ className, name }) => {
    const base = toSnakeCase(className);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const key = count === 0 ? base : `${base}_${count}`;
    known.add(key);
    const variables = holder.group(`${key}/vars`);
    const indices = [...(variables?.names() ?? [])].sort((a, b) => Number(a) - Number(b));
    return {
      name,
      tensors: indices.map((index) => tensorOf(variables!, index, `layers/${key}/vars/${index}`, subject)),
    };
  });
  const over = holder
    .names()
    .filter((key) => !known.has(key))
    .flatMap((key) => {
      const indices = holder.group(`${key}/vars`)?.names() ?? [];
      if (indices.length === 0) return [];
      return [
        {
          name: key,
          tensors: indices.map((index) => tensorOf(holder.group(`${key}/vars`)!, index, key, subject)),
        },
      ];
    });
  return [...stored, ...over];
}

function tensorOf(group: Hdf5Group, path: string, name: string, subject: string): StoredTensor {
  const dataset = group.dataset(path);
  if (dataset === undefined) throw damaged(subject, `names a tensor '${name}', which is not there.`);
  return { name, shape: dataset.shape, read: dataset.read };
}

/** As Keras does: `SeparableConv2D` is `separable_conv2d`, `PReLU` is `p_re_lu`. */
export function toSnakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
