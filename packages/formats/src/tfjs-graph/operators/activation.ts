import type { Activation } from '@fer/graph';
import type { Operation, OperatorReader } from '../operation.ts';
import type { Constant, Feature } from '../value.ts';

/** Operations that are activations of ours. */
export const ACTIVATIONS: { readonly [operator: string]: Activation } = {
  Relu: 'relu',
  Relu6: 'relu6',
  Elu: 'elu',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Softplus: 'softplus',
  Softsign: 'softsign',
  Softmax: 'softmax',
  LogSoftmax: 'logSoftmax',
};

export const activationReader =
  (activation: Activation): OperatorReader =>
  (operation) =>
    addActivation(operation, operation.feature(0), activation);

export function addActivation(
  operation: Operation,
  feature: Feature,
  activation: Activation,
  suffix = '',
): Feature {
  return operation.add('activation', { activation }, [feature], {}, suffix);
}

/** A slope for each channel. */
export function addPrelu(operation: Operation, feature: Feature, alpha: Constant): Feature {
  const { shape, data } = operation.perChannel(alpha, feature);
  const shared = feature.shape.slice(0, -1).map((_, axis) => axis + 1);
  const weights = { alpha: { shape: [...shared.map(() => 1), ...shape], data } };
  return operation.add('prelu', { sharedAxes: shared }, [feature], weights, '/prelu');
}

export const readLeakyRelu: OperatorReader = (operation) => {
  const alpha = operation.attributes.number('alpha') ?? 0.2;
  return operation.add('leakyReLU', { alpha }, [operation.feature(0)]);
};

export const readPrelu: OperatorReader = (operation) =>
  addPrelu(operation, operation.feature(0), operation.constant(1));
