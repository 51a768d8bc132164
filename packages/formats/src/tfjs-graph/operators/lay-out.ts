import type { Operation, OperatorReader } from '../operation.ts';
import { type Feature, isConstant } from '../value.ts';
import type { Pads } from './window.ts';

/** To `[batch, …]`; the batch is 1 or open. */
export const readReshape: OperatorReader = (operation) => {
  const [batch, ...sizes] = operation.numbers(1);
  if (batch !== 1 && batch !== -1)
    throw operation.unsupported(`gives [${[batch, ...sizes]}], whose batch is not open`);
  return operation.seenAs(operation.feature(0), sizes);
};

/** Without axes of size 1. */
export const readSqueeze: OperatorReader = (operation) => {
  const feature = operation.feature(0);
  const rank = feature.shape.length + 1;
  const given = operation.attributes.integers('squeeze_dims') ?? operation.attributes.integers('axis') ?? [];
  const axes = given.map((axis) => (axis < 0 ? axis + rank : axis));
  const isGone = (size: number, axis: number) => (axes.length === 0 ? size === 1 : axes.includes(axis + 1));
  const kept = feature.shape.filter((size, axis) => !isGone(size, axis));
  const gone = feature.shape.filter(isGone);
  if (axes.includes(0) || gone.some((size) => size !== 1) || kept.length === 0) {
    throw operation.unsupported(`leaves out the axes [${axes}] of [batch,${feature.shape}]`);
  }
  return operation.seenAs(feature, kept);
};

/** With one more axis of size 1. */
export const readExpandDims: OperatorReader = (operation) => {
  const feature = operation.feature(0);
  const [axis = 0] = operation.numbers(1);
  const at = axis < 0 ? axis + feature.shape.length + 2 : axis;
  if (!(at >= 1 && at <= feature.shape.length + 1)) throw operation.unsupported(`puts in the axis ${axis}`);
  const shape = [...feature.shape];
  shape.splice(at - 1, 0, 1);
  return operation.seenAs(feature, shape);
};

/** Zeros around a map, and behind its channels. */
export const readPad: OperatorReader = (operation) => {
  const from = operation.feature(0);
  const numbers = operation.numbers(1);
  const isZero = operation.inputs.length < 3 || operation.numbers(2).every((value) => value === 0);
  const [, , top = 0, bottom = 0, left = 0, right = 0, before = 0, after = 0] = numbers;
  if (numbers.length !== 8 || numbers[0] !== 0 || numbers[1] !== 0 || before !== 0 || !isZero) {
    throw operation.unsupported(`has paddings of [${numbers}], or other than zeros`);
  }
  const isAround = top + bottom + left + right > 0;
  const around = isAround
    ? addZeros(
        operation,
        from,
        [
          [top, bottom],
          [left, right],
        ],
        '',
      )
    : from;
  if (after === 0) return around;
  return operation.add('channelPadding', { channels: after }, [around], {}, isAround ? '/channels' : '');
};

export function addZeros(operation: Operation, from: Feature, pads: Pads, suffix: string): Feature {
  const padding = pads.map((pair) => [...pair]);
  return operation.add('zeroPadding2d', { padding }, [from], {}, suffix);
}

/** Along the channels. */
export const readConcat: OperatorReader = (operation) => {
  const last = operation.inputs.length - 1;
  const features = operation.inputs.slice(0, last).map((_, index) => operation.feature(index));
  const [axis] = operation.numbers(last);
  if (axis !== -1 && axis !== features[0]?.shape.length)
    throw operation.unsupported(`joins along the axis ${axis}`);
  return features.length === 1 ? features[0]! : operation.add('concatenate', {}, features);
};

export const readTranspose: OperatorReader = (operation) => {
  const feature = operation.feature(0);
  const [batch, ...dims] = operation.numbers(1);
  if (batch !== 0) throw operation.unsupported('moves the batch');
  return operation.add('permute', { dims }, [feature]);
};

/** Between types of floats, or of constants. */
export const readCast: OperatorReader = (operation) => {
  const [value] = operation.inputs;
  const isFloat = operation.attributes.type('DstT') === 'DT_FLOAT';
  if (value === undefined || (!isConstant(value) && !isFloat)) {
    throw operation.unsupported('rounds to another type');
  }
  return value;
};

export const readIdentity: OperatorReader = (operation) => {
  const [value] = operation.inputs;
  if (value === undefined) throw operation.unsupported('reads nothing');
  return value;
};
