import type { LayerNode } from '@fer/core';
import type { GraphWriter } from '../graph-writer.ts';
import type { Operation, OperatorReader } from '../operation.ts';
import type { Feature } from '../value.ts';
import { addAffine, scalarOf } from './per-channel.ts';

/**
 * Before opset 20 exporters write GELU as `x · (erf(x / √2) + 1) · 0.5`, or half of x first: Hendrycks and Gimpel 2016,
 * arXiv:1606.08415. No graph has an erf of its own, so it stands as a layer that must not last.
 */
const ERF = 'erf';

export const readErf: OperatorReader = (operation) => {
  const from = operation.feature();
  const { writer } = operation;
  const x = scaledFrom(writer, from, Math.SQRT1_2);
  if (x === undefined) throw operation.unsupported('is of what is not x / √2, so that it is no GELU');
  return { ...from, layer: writer.add(operation.name, ERF, { of: operation.node.name }, [x]) };
};

/** The product of a value, or half of it, and its gate `erf(x / √2) + 1`; undefined if it is none. */
export function gatedByErf(operation: Operation, value: Feature, gate: Feature): Feature | undefined {
  const { writer } = operation;
  const sum = writer.layerOf(gate.layer);
  const erf = isAffine(writer, sum, 'beta', 1) ? writer.layerOf(sum.inputs![0]!) : undefined;
  if (erf?.type !== ERF) return undefined;
  const [x] = erf.inputs!;
  const isHalf = scaledFrom(writer, value, 0.5) === x;
  if (!isHalf && value.layer !== x) return undefined;
  const gelu = operation.inPlace({ ...value, layer: x! }, 'activation', { activation: 'gelu' });
  return isHalf ? gelu : addAffine(operation, gelu, { scale: scalarOf(2) }, '/twice');
}

/** The half of twice a GELU. */
export function halfOfGelu({ writer }: Operation, from: Feature, factor: number): Feature | undefined {
  const layer = factor === 0.5 ? scaledFrom(writer, from, 2) : undefined;
  const isGelu = layer !== undefined && writer.layerOf(layer)?.config.activation === 'gelu';
  return isGelu ? { ...from, layer } : undefined;
}

/** A layer of an erf that belongs to no GELU. */
export function loneErf(layers: readonly LayerNode[]): LayerNode | undefined {
  return layers.find(({ type }) => type === ERF);
}

/** The layer of which another gives `factor` times each number. */
function scaledFrom(writer: GraphWriter, { layer }: Feature, factor: number): string | undefined {
  const node = writer.layerOf(layer);
  return isAffine(writer, node, 'gamma', factor) ? node.inputs![0] : undefined;
}

/** Whether `addAffine` made a layer that scales by one number (`gamma`), or adds one (`beta`), and does nothing else. */
function isAffine(
  writer: GraphWriter,
  node: LayerNode | undefined,
  weight: 'gamma' | 'beta',
  value: number,
): node is LayerNode {
  const { scale, center, epsilon } = node?.config ?? {};
  const isOnly = scale === (weight === 'gamma') && center === (weight === 'beta');
  if (node?.type !== 'batchNormalization' || epsilon !== 0 || !isOnly) return false;
  return writer.tensors.get(`${node.name}/${weight}`)!.data.every((one) => Math.abs(one - value) < 1e-5);
}
