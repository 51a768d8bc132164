import type { Operation, OperatorReader } from '../operation.ts';
import type { Constant } from '../value.ts';

/**
 * The operations with which a `Reshape` or `Flatten` of Keras finds out its sizes. A batch of any size stands as -1, as it
 * does where a `Reshape` reads it.
 */

export const readShape: OperatorReader = (operation) => list([-1, ...operation.feature(0).shape]);

/** Of a list. */
export const readStridedSlice: OperatorReader = (operation) => {
  const values = operation.numbers(0);
  const [[begin = 0], [end = 0], [stride = 1]] = [1, 2, 3].map((index) => operation.numbers(index)) as [
    number[],
    number[],
    number[],
  ];
  const { shape } = operation.constant(0);
  const mask = (name: string) => operation.attributes.number(name) ?? 0;
  const isOther = mask('ellipsis_mask') !== 0 || mask('new_axis_mask') !== 0;
  if (shape.length !== 1 || stride !== 1 || isOther)
    throw operation.unsupported('is not a plain part of a list');
  if (mask('shrink_axis_mask') === 1) {
    const one = values.at(begin);
    if (one === undefined) throw operation.unsupported(`takes number ${begin} of ${values.length}`);
    return { name: '', shape: [], read: () => Float32Array.of(one) };
  }
  const from = mask('begin_mask') === 1 ? 0 : begin;
  return list(mask('end_mask') === 1 ? values.slice(from) : values.slice(from, end));
};

/** Of numbers, to a list. */
export const readPack: OperatorReader = (operation) =>
  list(operation.inputs.flatMap((_, index) => scalar(operation, index)));

function scalar(operation: Operation, index: number): number[] {
  const numbers = operation.numbers(index);
  if (operation.constant(index).shape.length === 0) return numbers;
  throw operation.unsupported('packs what is not a number');
}

function list(numbers: readonly number[]): Constant {
  return { name: '', shape: [numbers.length], read: () => Float32Array.from(numbers) };
}
