import type { StoredLayer, StoredTensor } from '../assign-weights.ts';
import type { KerasLayer } from './parse-config.ts';

/**
 * Tells the tensors of the layers inside of models apart: a file has all of a model together, those that are trained
 * first, and names each by its layer (`conv2d/kernel:0`, `model/conv2d/kernel`).
 */
export function splitNested(
  stored: readonly StoredLayer[],
  layers: readonly Pick<KerasLayer, 'name' | 'key'>[],
): StoredLayer[] {
  const known = new Set(layers.map(({ name }) => name));
  const nested = layers.filter(({ key }) => key.includes('/')).map(({ name }) => name);
  return stored.flatMap((one) => {
    if (nested.length === 0 || known.has(one.name)) return [one];
    const inside = nested.filter((name) => name.startsWith(`${one.name}.`));
    const folders = new Map<string, StoredTensor[]>();
    for (const tensor of one.tensors) {
      const folder = tensor.name.slice(0, Math.max(0, tensor.name.lastIndexOf('/')));
      folders.set(folder, [...(folders.get(folder) ?? []), tensor]);
    }
    return [...folders].map(([folder, tensors]) => ({
      name: nameOf(folder, inside.length > 0 ? inside : nested) ?? `${one.name}.${folder}`,
      tensors,
    }));
  });
}

/** The only layer whose name ends as a folder does, as far as it can. */
function nameOf(folder: string, names: readonly string[]): string | undefined {
  const parts = folder.split('/');
  for (let first = 0; first < parts.length; first++) {
    const end = `.${parts.slice(first).join('.')}`;
    const found = names.filter((name) => `.${name}`.endsWith(end));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}
