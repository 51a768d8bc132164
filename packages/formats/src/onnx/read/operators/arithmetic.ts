import type { Activation } from '@fer/graph';
import type { Operation, OperatorReader } from '../operation.ts';
import { type Constant, type Feature, fileShape, isConstant } from '../value.ts';
import { gatedByErf, halfOfGelu } from './gelu.ts';
import { addAffine } from './per-channel.ts';

export const readAdd: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  if (constant !== undefined) return addAffine(operation, feature, { shift: constant });
  return merge(operation, 'add');
};

export const readSub: OperatorReader = (operation) => {
  const [constant, feature, isFirst] = split(operation);
  if (constant === undefined) return merge(operation, 'subtract');
  if (isFirst) {
    const scale = { shape: [], data: Float32Array.of(-1) };
    return addAffine(operation, feature, { scale, shift: constant });
  }
  return addAffine(operation, feature, { shift: mapped(operation, constant, (value) => -value) });
};

/** Of a feature and its own gate it is an activation; of a map and one number a channel, squeeze-and-excitation. */
export const readMul: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  if (constant !== undefined) {
    const half = constant.data.length === 1 ? halfOfGelu(operation, feature, constant.data[0]!) : undefined;
    return half ?? addAffine(operation, feature, { scale: constant });
  }
  return gated(operation) ?? scaled(operation) ?? merge(operation, 'multiply');
};

export const readDiv: OperatorReader = (operation) => {
  const [constant, feature, isFirst] = split(operation);
  if (constant === undefined || isFirst) throw operation.unsupported('divides by what a picture makes');
  return addAffine(operation, feature, { scale: mapped(operation, constant, (value) => 1 / value) });
};

/** Of features of one shape, two or more. */
export const mergeReader =
  (type: 'add' | 'maximum'): OperatorReader =>
  (operation) => {
    if (operation.inputs.length === 1) return operation.feature();
    return merge(operation, type);
  };

/** Activations that are the product of what they read and a gate of it. */
const GATED: { readonly [gate: string]: Activation } = {
  sigmoid: 'swish',
  hardSigmoid6: 'hardSwish',
};

function gated(operation: Operation): Feature | undefined {
  const [a, b] = [operation.feature(0), operation.feature(1)];
  for (const [x, gate] of [[a, b] as const, [b, a] as const]) {
    const gelu = isAlike(x, gate) ? gatedByErf(operation, x, gate) : undefined;
    if (gelu !== undefined) return gelu;
    const node = operation.writer.layerOf(gate.layer);
    const activation = node?.type === 'activation' ? GATED[node.config.activation as string] : undefined;
    // The gate's layer goes if nothing else reads it.
    const isOwn = node?.inputs?.[0] === x.layer && isAlike(x, gate);
    if (activation !== undefined && isOwn) return operation.inPlace(x, 'activation', { activation });
  }
  return undefined;
}

/** A map times one number a channel. */
function scaled(operation: Operation): Feature | undefined {
  const [a, b] = [operation.feature(0), operation.feature(1)];
  if (a.axes.length !== 3 || b.axes.length !== 3 || fileShape(a).join() === fileShape(b).join())
    return undefined;
  for (const [map, vector] of [[a, b] as const, [b, a] as const]) {
    const [sizes, scales] = [fileShape(map), fileShape(vector)];
    const axes = [0, 1, 2].filter((axis) => scales[axis] !== 1);
    const [axis = sizes.indexOf(1)] = axes;
    if (axes.length > 1 || axis === -1 || scales[axis] !== sizes[axis]) continue;
    const channels = operation.writer.inFileOrder(vector, [sizes[axis]!]);
    const whole = operation.writer.asMap(map, axis);
    return { ...whole, layer: operation.add([whole, channels], 'multiply') };
  }
  return undefined;
}

function merge(operation: Operation, type: string): Feature {
  const { inputs, writer } = operation;
  const [first, ...others] = inputs.map((_, index) => operation.feature(index)) as [Feature, ...Feature[]];
  const other = others.find((feature) => fileShape(feature).join() !== fileShape(first).join());
  if (other !== undefined || others.length === 0) {
    const shapes = [first, ...others].map((feature) => `[batch,${fileShape(feature)}]`);
    throw operation.unsupported(`joins ${shapes.join(' and ')}, which must be equal`);
  }
  const isEqual = others.every(
    (feature) => isAlike(first, feature) && `${feature.shape}` === `${first.shape}`,
  );
  const ordered = isEqual
    ? [first, ...others]
    : [first, ...others].map((feature) =>
        feature.axes.length === 3 ? writer.asMap(feature) : writer.inFileOrder(feature),
      );
  return { ...ordered[0]!, layer: operation.add(ordered, type) };
}

/** Whether the numbers of both lie in the same order. */
function isAlike(a: Feature, b: Feature): boolean {
  const orderOf = ({ axes, memory }: Feature) => {
    const flat = axes.flat();
    return memory.map((factor) => `${flat.indexOf(factor)}:${factor.size}`).join();
  };
  return fileShape(a).join() === fileShape(b).join() && orderOf(a) === orderOf(b);
}

/** The constant of an operator, if one of its two inputs is one, and whether it comes first. */
function split(operation: Operation): [constant: Constant | undefined, feature: Feature, isFirst: boolean] {
  operation.ignore('consumed_inputs');
  const [first] = operation.inputs;
  if (operation.inputs.length !== 2)
    throw operation.unsupported(`reads ${operation.inputs.length} inputs, not 2`);
  if (first !== undefined && isConstant(first)) return [first, operation.feature(1), true];
  const second = operation.inputs[1];
  const constant = second !== undefined && isConstant(second) ? second : undefined;
  return [constant, operation.feature(0), false];
}

function mapped(
  { writer }: Operation,
  { shape, data }: Constant,
  change: (value: number) => number,
): Constant {
  writer.reserve(data.length);
  return { shape, data: Float32Array.from(data, change) };
}
