import type { Activation } from '@fer/graph';
import { tensorOf } from '../../../layer-list.ts';
import type { Operation, OperatorReader } from '../operation.ts';
import { type Feature, fileShape, lengthOf } from '../value.ts';
import { addAffine, perChannel, scalarOf } from './per-channel.ts';

/** An operator that is an activation of ours. */
export const activationReader =
  (activation: Activation): OperatorReader =>
  (operation) =>
    activate(operation, operation.feature(), activation);

function activate(operation: Operation, from: Feature, activation: Activation, suffix = ''): Feature {
  return operation.inPlace(from, 'activation', { activation }, suffix);
}

export const readElu: OperatorReader = (operation) => {
  const alpha = operation.float('alpha', 1);
  if (alpha !== 1) throw operation.unsupported(`has alpha ${alpha}, and must have 1`);
  return activate(operation, operation.feature(), 'elu');
};

export const readSelu: OperatorReader = (operation) => {
  // The constants of the paper (Klambauer et al. 2017, arXiv:1706.02515), as ONNX has them by default.
  const [alpha, gamma] = [operation.float('alpha', 1.67326), operation.float('gamma', 1.0507)];
  if (Math.abs(alpha - 1.67326) > 1e-4 || Math.abs(gamma - 1.0507) > 1e-4) {
    throw operation.unsupported(`has alpha ${alpha} and gamma ${gamma}, which are not those of SELU`);
  }
  return activate(operation, operation.feature(), 'selu');
};

export const readGelu: OperatorReader = (operation) => {
  const approximate = operation.text('approximate', 'none');
  return activate(operation, operation.feature(), approximate === 'tanh' ? 'gelu_new' : 'gelu');
};

export const readLeakyRelu: OperatorReader = (operation) =>
  operation.inPlace(operation.feature(), 'leakyReLU', { alpha: operation.float('alpha', 0.01) });

/** Slopes are spread as constants of `Add` are: one, or one a channel. */
export const readPRelu: OperatorReader = (operation) => {
  const slope = operation.constant(1);
  if (slope.data.length === 1) {
    return operation.inPlace(operation.feature(), 'leakyReLU', { alpha: slope.data[0]! });
  }
  const { feature, channels, values } = perChannel(operation, operation.feature(), [slope]);
  const shared = feature.shape.slice(0, -1).map((_, axis) => axis + 1);
  const alpha = tensorOf([...shared.map(() => 1), channels], values[0]!);
  const config = { sharedAxes: shared.length > 0 ? shared : null };
  return { ...feature, layer: operation.add([feature], 'prelu', config, { alpha }) };
};

/** `clip(alpha · x + beta, 0, 1)` */
export const readHardSigmoid: OperatorReader = (operation) => {
  const [alpha, beta] = [operation.float('alpha', 0.2), operation.float('beta', 0.5)];
  const from = operation.feature();
  const is = (a: number) => Math.abs(alpha - a) < 1e-6 && beta === 0.5;
  if (is(0.2)) return activate(operation, from, 'hardSigmoid');
  if (is(1 / 6)) return activate(operation, from, 'hardSigmoid6');
  const inner = { scale: scalarOf(6 * alpha), shift: scalarOf(6 * beta - 3) };
  return activate(operation, addAffine(operation, from, inner, '/scale'), 'hardSigmoid6');
};

/** Bounds are attributes before opset 11, inputs from then on. */
export const readClip: OperatorReader = (operation) => {
  const low = operation.scalar(1) ?? operation.float('min', Number.NEGATIVE_INFINITY);
  const high = operation.scalar(2) ?? operation.float('max', Number.POSITIVE_INFINITY);
  const from = operation.feature();
  // Exporters write the largest float32 for none.
  const hasLow = low > -3e38;
  const hasHigh = high < 3e38;
  if (Number.isNaN(low + high) || low > high || (low === high && hasLow)) {
    if (hasLow && hasHigh) throw operation.unsupported(`has the bounds ${low} and ${high}`);
  }
  if (low === 0 && high === 6) return activate(operation, from, 'relu6');
  if (low === 0 && !hasHigh) return activate(operation, from, 'relu');
  if (hasLow && hasHigh) {
    const step = 6 / (high - low);
    const inner = { scale: scalarOf(step), shift: scalarOf(-low * step) };
    const clipped = activate(operation, addAffine(operation, from, inner, '/in'), 'relu6');
    return addAffine(operation, clipped, { scale: scalarOf(1 / step), shift: scalarOf(low) }, '/out');
  }
  if (hasLow) {
    const raised = activate(operation, addAffine(operation, from, { shift: scalarOf(-low) }, '/in'), 'relu');
    return addAffine(operation, raised, { shift: scalarOf(low) }, '/out');
  }
  if (!hasHigh) return from;
  const turned = { scale: scalarOf(-1), shift: scalarOf(high) };
  return addAffine(
    operation,
    activate(operation, addAffine(operation, from, turned, '/in'), 'relu'),
    turned,
    '/out',
  );
};

/** Over one axis; before opset 13 over that and all after it. */
export const softmaxReader =
  (activation: 'softmax' | 'logSoftmax'): OperatorReader =>
  (operation) => {
    const from = operation.feature();
    const isOld = operation.opset < 13;
    const rank = from.axes.length;
    const place = operation.axisBehindBatch(operation.integer('axis', isOld ? 1 : -1), rank);
    const over = from.axes.slice(place, isOld ? rank : place + 1).flat();
    const apart = from.memory.filter((factor) => !over.includes(factor));
    const isLast = from.memory.slice(apart.length).every((factor) => over.includes(factor));
    if (isLast) {
      if (over.length === 0)
        throw operation.unsupported(`works over one number of [batch,${fileShape(from)}]`);
      const seen = operation.writer.withTail(from, from.memory.slice(apart.length));
      return activate(operation, seen, activation);
    }
    // The axes of the softmax last, whatever the others.
    const axes = [apart, over];
    const turned = operation.writer.inFileOrder({ ...from, axes }, axes.map(lengthOf));
    return { ...activate(operation, turned, activation), axes: from.axes };
  };
