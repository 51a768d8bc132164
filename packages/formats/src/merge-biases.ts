import type { LayerNode, NamedTensor } from '@fer/core';
import { tensorOf } from './layer-list.ts';
import type { Parts } from './parts.ts';

const LINEAR: readonly string[] = ['conv2d', 'depthwiseConv2d', 'dense'];

/** TensorFlow and CNTK write a bias as an `Add` of its own: it goes into the layer whose sums it moves. */
export function mergeBiases({ layers, tensors, outputs }: Parts): Parts {
  const readers = new Map<string, number>();
  for (const name of [...layers.flatMap(({ inputs = [] }) => inputs), ...outputs]) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const kept = new Map<string, LayerNode>();
  const weights = new Map(tensors);
  const merged = new Map<string, string>();
  const rename = (name: string) => merged.get(name) ?? name;
  for (const node of layers) {
    const inputs = node.inputs?.map(rename);
    const linear = isShift(node) ? kept.get(inputs![0]!) : undefined;
    const shift = tensors.get(`${node.name}/beta`)?.data;
    const isOnly = readers.get(node.inputs?.[0] ?? '') === 1;
    if (linear === undefined || shift === undefined || !isOnly || !takesBias(linear, tensors, shift.length)) {
      kept.set(node.name, { ...node, ...(inputs && { inputs }) });
      continue;
    }
    kept.set(linear.name, { ...linear, config: { ...linear.config, useBias: true } });
    weights.set(`${linear.name}/bias`, tensorOf([shift.length], shift));
    for (const suffix of ['beta', 'moving_mean', 'moving_variance']) weights.delete(`${node.name}/${suffix}`);
    merged.set(node.name, linear.name);
  }
  return { layers: [...kept.values()], tensors: weights, outputs: outputs.map(rename) };
}

/** As `addAffine` writes a sum with a constant; a batch-norm of the file has a scale. */
function isShift({ type, config }: LayerNode): boolean {
  return type === 'batchNormalization' && config.scale === false && config.center === true;
}

function takesBias(
  { name, type, config }: LayerNode,
  tensors: ReadonlyMap<string, NamedTensor>,
  length: number,
): boolean {
  if (!LINEAR.includes(type) || config.useBias !== false) return false;
  const shape = (tensors.get(`${name}/kernel`) ?? tensors.get(`${name}/depthwise_kernel`))!.shape;
  const outputs = type === 'depthwiseConv2d' ? shape[2]! * shape[3]! : shape.at(-1);
  return outputs === length;
}
