import type { NamedTensor } from '@fer/core';
import type { Operation, OperatorReader } from '../operation.ts';
import { type Constant, type Feature, isConstant } from '../value.ts';
import { addActivation } from './activation.ts';

/** `Add`, `AddV2` and `BiasAdd`. */
export const readAdd: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  return constant === undefined
    ? merge(operation, 'add')
    : addAffine(operation, feature, { shift: operation.perChannel(constant, feature) });
};

export const readSub: OperatorReader = (operation) => {
  const [constant, feature, isFirst] = split(operation);
  if (constant === undefined) return merge(operation, 'subtract');
  const shift = operation.perChannel(constant, feature);
  if (!isFirst) return addAffine(operation, feature, { shift: changed(shift, (value) => -value) });
  return addAffine(operation, feature, { scale: changed(shift, () => -1), shift });
};

/** Of a feature and its own sigmoid it is an activation; of a map and one number a channel, squeeze-and-excitation. */
export const readMul: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  if (constant !== undefined) {
    return addAffine(operation, feature, { scale: operation.perChannel(constant, feature) });
  }
  const pair = [operation.feature(0), operation.feature(1)] as const;
  for (const [x, gate] of [pair, [...pair].reverse() as [Feature, Feature]]) {
    const node = operation.list.layerOf(gate.layer);
    const isGate = node?.config.activation === 'sigmoid' && node.inputs?.[0] === x.layer;
    if (node?.type === 'activation' && isGate) return addActivation(operation, x, 'swish');
  }
  // The map comes first.
  const ordered = [...pair].sort((a, b) => size(b) - size(a));
  return operation.add('multiply', {}, ordered);
};

export const readDiv: OperatorReader = (operation) => {
  const [constant, feature, isFirst] = split(operation);
  if (constant === undefined || isFirst) throw operation.unsupported('divides by what a picture makes');
  const scale = changed(operation.perChannel(constant, feature), (value) => 1 / value);
  return addAffine(operation, feature, { scale });
};

export const readNeg: OperatorReader = (operation) => {
  const feature = operation.feature(0);
  const minus: Constant = { name: '', shape: [], read: () => Float32Array.of(-1) };
  return addAffine(operation, feature, { scale: operation.perChannel(minus, feature) });
};

/** `FusedBatchNorm`, `V2` and `V3`. */
export const readBatchNorm: OperatorReader = (operation) => {
  const { attributes } = operation;
  if (attributes.flag('is_training')) throw operation.unsupported('is of a network in training');
  const feature = operation.feature(0);
  const constants = [1, 2, 3, 4].map((index) => operation.perChannel(operation.constant(index), feature));
  const [gamma, beta, moving_mean, moving_variance] = constants as [
    NamedTensor,
    NamedTensor,
    NamedTensor,
    NamedTensor,
  ];
  const weights = { gamma, beta, moving_mean, moving_variance };
  return operation.add(
    'batchNormalization',
    { epsilon: attributes.number('epsilon') ?? 1e-4 },
    [feature],
    weights,
  );
};

/** `max(x, 0)`, or of two features. */
export const readMaximum: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  if (constant === undefined) return merge(operation, 'maximum');
  if (!isAll(operation, constant, 0)) throw operation.unsupported('has a bound that is not 0');
  return isNeverNegative(operation, feature) ? feature : addActivation(operation, feature, 'relu');
};

/** `min(x, 6)` of what is never negative: old Keras writes ReLU6 so. */
export const readMinimum: OperatorReader = (operation) => {
  const [constant, feature] = split(operation);
  const isSix = constant !== undefined && isAll(operation, constant, 6);
  if (!isSix || !isNeverNegative(operation, feature)) throw operation.unsupported('is not a ReLU6');
  return addActivation(operation, feature, 'relu6');
};

/** `AddN`: features of one shape. */
export const readAddN: OperatorReader = (operation) =>
  operation.inputs.length === 1 ? operation.feature(0) : merge(operation, 'add');

function merge(operation: Operation, type: string): Feature {
  return operation.add(
    type,
    {},
    operation.inputs.map((_, index) => operation.feature(index)),
  );
}

/** `scale · x + shift` */
function addAffine(
  operation: Operation,
  feature: Feature,
  { scale, shift }: { readonly scale?: NamedTensor; readonly shift?: NamedTensor },
): Feature {
  const channels = feature.shape.at(-1)!;
  operation.list.reserve(2 * channels);
  const constant = (value: number) => ({
    shape: [channels],
    data: new Float32Array(channels).fill(value),
  });
  const config = { epsilon: 0, scale: scale !== undefined, center: shift !== undefined };
  return operation.add('batchNormalization', config, [feature], {
    ...(scale && { gamma: scale }),
    ...(shift && { beta: shift }),
    moving_mean: constant(0),
    moving_variance: constant(1),
  });
}

/** The constant of an operation, if one of its two inputs is one, and whether it comes first. */
function split(operation: Operation): [constant: Constant | undefined, feature: Feature, isFirst: boolean] {
  const [first, second] = operation.inputs;
  if (first !== undefined && isConstant(first)) return [first, operation.feature(1), true];
  const constant = second !== undefined && isConstant(second) ? second : undefined;
  return [constant, operation.feature(0), false];
}

function changed({ shape, data }: NamedTensor, change: (value: number) => number): NamedTensor {
  return { shape, data: data.map(change) };
}

function isAll(operation: Operation, constant: Constant, value: number): boolean {
  if (size(constant) !== 1) throw operation.unsupported(`has bounds of [${constant.shape}]`);
  return constant.read()[0] === value;
}

function isNeverNegative({ list }: Operation, { layer }: Feature): boolean {
  const activation = list.layerOf(layer)?.config.activation;
  return activation === 'relu' || activation === 'relu6';
}

function size({ shape }: Pick<Feature, 'shape'>): number {
  return shape.reduce((product, length) => product * length, 1);
}
