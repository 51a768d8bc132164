import { type NamedTensor, sizeOf } from '@fer/core';
import type { ResolvedLayer, WeightSpec } from '@fer/graph';
import { mismatch } from './failures.ts';

/** A tensor in a file. */
export interface StoredTensor {
  /** As the file has it: `conv2d_1_1/kernel:0`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Row by row. */
  read(): Float32Array;
}

/** The tensors of one layer, in the file's order. */
export interface StoredLayer {
  readonly name: string;
  readonly tensors: readonly StoredTensor[];
}

type WeightedLayer = Pick<ResolvedLayer, 'name' | 'weights'>;

/**
 * Puts the tensors of a file into the layers of a network: layer by layer by their names, or, where names differ, in
 * their order, as Keras does. Each tensor must be of the kind and the shape that its place demands.
 *
 * @param layers  those that have weights, in the file's order
 * @throws FerError `FER_WEIGHTS_MISMATCH` naming what is missing, left over or misshapen
 */
export function assignWeights(
  layers: readonly WeightedLayer[],
  stored: readonly StoredLayer[],
  subject: string,
): { tensors: Map<string, NamedTensor>; notes: string[] } {
  const filled = stored.filter(({ tensors }) => tensors.length > 0);
  const byName = new Map(filled.map((one) => [one.name, one]));
  const unset = layers.filter(({ name }) => !byName.has(name));
  const notes: string[] = [];
  if (byName.size < filled.length) {
    const twice = filled.find((one) => byName.get(one.name) !== one)!;
    throw mismatch(subject, `has the layer ${told([twice])} twice.`, twice.name);
  }
  if (unset.length > 0) {
    const needed = new Set(layers.map(({ name }) => name));
    const over = filled.filter(({ name }) => !needed.has(name));
    if (filled.length !== layers.length) {
      const left = over.length === 0 ? '' : `; left over are ${told(over)}`;
      throw mismatch(subject, `has no weights for ${told(unset)}${left}.`, unset[0]!.name);
    }
    notes.push(
      `Layers are called otherwise in the weights (${told(over)} for ${told(unset)}): they were taken in their order.`,
    );
  } else if (filled.length > layers.length) {
    const needed = new Set(layers.map(({ name }) => name));
    const over = filled.filter(({ name }) => !needed.has(name));
    throw mismatch(
      subject,
      `has weights left over, of ${told(over)}, which the network does not have.`,
      over[0]!.name,
    );
  }
  const tensors = new Map<string, NamedTensor>();
  for (const [index, layer] of layers.entries()) {
    const source = unset.length > 0 ? filled[index]! : byName.get(layer.name)!;
    for (const [name, tensor] of assignLayer(layer, source, subject)) tensors.set(name, tensor);
  }
  return { tensors, notes };
}

function assignLayer(layer: WeightedLayer, source: StoredLayer, subject: string): [string, NamedTensor][] {
  const { weights } = layer;
  if (source.tensors.length !== weights.length) {
    throw mismatch(
      subject,
      `has ${source.tensors.length} tensors for the layer '${layer.name}' (${source.tensors
        .map(({ name }) => name)
        .join(', ')
        .slice(
          0,
          200,
        )}), which needs ${weights.length}: ${weights.map(({ name }) => kindOf(name)).join(', ')}.`,
      layer.name,
    );
  }
  return weights.map((spec, index) => {
    const tensor = tensorFor(spec, index, source.tensors, subject);
    if (tensor.shape.join() !== spec.shape.join()) {
      throw mismatch(
        subject,
        `has '${tensor.name}' of [${tensor.shape}] for '${spec.name}', which must be [${spec.shape}].`,
        tensor.name,
      );
    }
    const data = tensor.read();
    if (data.length !== sizeOf(spec.shape)) {
      throw mismatch(
        subject,
        `has ${data.length} numbers in '${tensor.name}', whose shape is [${spec.shape}].`,
        tensor.name,
      );
    }
    return [spec.name, { shape: spec.shape, data }];
  });
}

/** What a tensor does in its layer, by the end of its name. */
const KINDS = [
  'kernel',
  'bias',
  'depthwise_kernel',
  'pointwise_kernel',
  'gamma',
  'beta',
  'moving_mean',
  'moving_variance',
  'alpha',
];

/** By its kind where the file tells the kinds, else by the order. */
function tensorFor(
  spec: WeightSpec,
  index: number,
  tensors: readonly StoredTensor[],
  subject: string,
): StoredTensor {
  const kinds = tensors.map(({ name }) => kindOf(name));
  if (!kinds.every((kind) => KINDS.includes(kind))) return tensors[index]!;
  const wanted = kindOf(spec.name);
  // Keras 3 calls that of DepthwiseConv2D plainly `kernel`.
  const at = kinds.includes(wanted) ? kinds.indexOf(wanted) : kinds.indexOf(wanted.replace('depthwise_', ''));
  if (at >= 0) return tensors[at]!;
  throw mismatch(
    subject,
    `has no ${wanted} for '${spec.name}', but ${tensors
      .map(({ name }) => `'${name}'`)
      .join(', ')
      .slice(0, 200)}.`,
    spec.name,
  );
}

/** `kernel` of `conv2d_1_1/kernel:0`. */
function kindOf(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/:\d+$/, '')
    .replace(/_\d+$/, '');
}

/** Some names for a message. */
function told(layers: readonly { readonly name: string }[]): string {
  const names = layers.slice(0, 5).map(({ name }) => `'${name.slice(0, 80)}'`);
  return names.join(', ') + (layers.length > 5 ? ` and ${layers.length - 5} more` : '');
}
