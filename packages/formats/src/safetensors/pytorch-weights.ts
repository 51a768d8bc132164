import { type LayerNode, layer, type ModelGraph, type NamedTensor, sizeOf } from '@fer/core';
import { type ResolvedGraph, type ResolvedLayer, resolveGraph, type WeightRole } from '@fer/graph';
import type { StoredTensor } from '../assign-weights.ts';
import { mismatch, unsupportedLayer } from '../failures.ts';

/** What PyTorch calls weights, by what they do. */
const NAMES: { readonly [role in WeightRole]: string } = {
  kernel: 'weight',
  depthwiseKernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  slope: 'weight',
  movingMean: 'running_mean',
  movingVariance: 'running_var',
};

/** PyTorch's for `BatchNorm2d`; Keras's is 1e-3. */
const EPSILON = 1e-5;

/**
 * A graph as PyTorch computes it, where it leaves things open: batch normalization with its own epsilon, and a convolution
 * with stride over `same` padding with as many zeros before as after, since PyTorch has no other.
 *
 * @returns the graph, and a sentence about each thing that was put in
 */
export function asInPytorch(graph: ModelGraph): { graph: ModelGraph; notes: string[] } {
  const notes = new Set<string>();
  const layers = graph.layers.flatMap((node): LayerNode[] => {
    const { type, config } = node;
    if (type === 'batchNormalization' && config.epsilon === undefined) {
      notes.add(`Batch normalization has the epsilon of PyTorch, ${EPSILON}, where the graph does not say.`);
      return [{ ...node, config: { ...config, epsilon: EPSILON } }];
    }
    const isConvolution = type === 'conv2d' || type === 'depthwiseConv2d';
    const [kernel, strides] = [pair(config.kernelSize), pair(config.strides)];
    if (!isConvolution || config.padding !== 'same' || strides.every((stride) => stride === 1)) return [node];
    notes.add(
      'Convolutions with strides have as many zeros before as after (padding = kernel / 2), as in PyTorch.',
    );
    const [vertical, horizontal] = kernel.map((size) => Math.floor(size / 2));
    const name = `${node.name}_padding`;
    const padding = [
      [vertical!, vertical!],
      [horizontal!, horizontal!],
    ];
    return [
      layer(name, 'zeroPadding2d', { padding }, node.inputs),
      { ...node, config: { ...config, padding: 'valid' }, inputs: [name] },
    ];
  });
  return { graph: { ...graph, layers }, notes: [...notes] };
}

function pair(value: unknown): [number, number] {
  const [vertical = 1, horizontal = 1] = Array.isArray(value) ? value : [value ?? 1, value ?? 1];
  return [Number(vertical), Number(horizontal)];
}

/**
 * Puts tensors of PyTorch into a graph of ours: kernels from OIHW, and those after a `flatten` in the order of its maps,
 * which PyTorch flattens channel by channel.
 *
 * @param tensorNames their name of a layer or of a tensor by ours, where they differ
 * @throws FerError `FER_WEIGHTS_MISMATCH` naming what is missing, left over or misshapen
 */
export function fromPytorch(
  graph: ModelGraph,
  inputs: Parameters<typeof resolveGraph>[1],
  stored: ReadonlyMap<string, StoredTensor>,
  tensorNames: { readonly [ours: string]: string },
  subject: string,
): Map<string, NamedTensor> {
  const resolved = resolveGraph(graph, inputs);
  const tensors = new Map<string, NamedTensor>();
  const used = new Set<string>();
  for (const node of resolved.layers) {
    for (const { name, role, shape } of node.weights) {
      const theirs = nameOf(node, name, role, tensorNames);
      const tensor = stored.get(theirs);
      if (tensor === undefined) {
        const near = [...stored.keys()]
          .filter((one) => !used.has(one))
          .slice(0, 5)
          .join(', ');
        throw mismatch(
          subject,
          `has no '${theirs}' for '${name}'. Not used yet: ${near || 'none'}. Give their names by \`tensorNames\`.`,
          name,
        );
      }
      used.add(theirs);
      const laidOut = layOut(node, role, shape, tensor, resolved);
      if (laidOut === undefined) {
        throw mismatch(
          subject,
          `has '${theirs}' of [${tensor.shape}] for '${name}', which must be [${shape}] (height, width, inputs, outputs).`,
          theirs,
        );
      }
      tensors.set(name, { shape, data: laidOut });
    }
  }
  const over = [...stored.keys()].find((name) => !used.has(name) && !name.endsWith('num_batches_tracked'));
  if (over !== undefined)
    throw mismatch(
      subject,
      `has a tensor '${over.slice(0, 200)}' left over, which the network does not have.`,
      over,
    );
  return tensors;
}

function nameOf(
  { name: layerName, type }: ResolvedLayer,
  weight: string,
  role: WeightRole,
  names: { readonly [ours: string]: string },
): string {
  const own = (key: string) => (Object.hasOwn(names, key) ? names[key] : undefined);
  const given = own(weight);
  if (given !== undefined) return given;
  // Two modules of PyTorch's are one layer of ours.
  const part = type !== 'separableConv2d' ? '' : role === 'depthwiseKernel' ? '.depthwise' : '.pointwise';
  return `${own(layerName) ?? layerName}${part}.${NAMES[role]}`;
}

/** @returns `undefined` if the tensor does not have the shape that its place demands */
function layOut(
  node: ResolvedLayer,
  role: WeightRole,
  shape: readonly number[],
  tensor: StoredTensor,
  graph: ResolvedGraph,
): Float32Array | undefined {
  const isShape = (...sizes: readonly number[]) => tensor.shape.join() === sizes.join();
  if (role === 'depthwiseKernel') {
    const [height, width, channels, multiplier] = shape as [number, number, number, number];
    if (!isShape(channels * multiplier, 1, height, width)) return undefined;
    // [c · m, 1, h, w] is [c, m, h, w].
    return permute(tensor.read(), [channels, multiplier, height, width], [2, 3, 0, 1]);
  }
  if (role === 'kernel' && shape.length === 4) {
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    if (!isShape(outputs, inputs, height, width)) return undefined;
    return permute(tensor.read(), [outputs, inputs, height, width], [2, 3, 1, 0]);
  }
  if (role === 'kernel') {
    const [inputs, outputs] = shape as [number, number];
    if (!isShape(outputs, inputs)) return undefined;
    const map = flattenedMap(node, graph);
    if (map === undefined) return permute(tensor.read(), [outputs, inputs], [1, 0]);
    const [height, width, channels] = map;
    return permute(tensor.read(), [outputs, channels, height, width], [2, 3, 1, 0]);
  }
  if (sizeOf(tensor.shape) !== sizeOf(shape)) return undefined;
  return tensor.read();
}

/** The map whose numbers a dense layer reads, where it was flattened. */
function flattenedMap(node: ResolvedLayer, graph: ResolvedGraph): [number, number, number] | undefined {
  let at: ResolvedLayer | undefined = node;
  do {
    const [read]: readonly string[] = at.inputs;
    at = graph.layers.find(({ name }) => name === read);
  } while (at !== undefined && ['dropout', 'activation', 'leakyReLU'].includes(at.type));
  if (at === undefined) return undefined;
  if (at.type === 'batchNormalization' || at.type === 'concatenate' || at.type === 'reshape') {
    if (at.outputShape.length === 1 && at.inputShapes[0]!.length !== 1) {
      throw unsupportedLayer(
        at.name,
        at.type,
        'lays a map out in another way than a flatten; use a flatten.',
      );
    }
    return undefined;
  }
  const [map] = at.inputShapes;
  return at.type === 'flatten' && map!.length === 3
    ? (map as unknown as [number, number, number])
    : undefined;
}

/** Numbers of `shape` with axis i of the result being axis `order[i]`. */
function permute(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(data.length);
  const sizes = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const place = new Array<number>(order.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= sizes[axis]! * steps[axis]!;
      place[axis] = 0;
    }
  }
  return result;
}
