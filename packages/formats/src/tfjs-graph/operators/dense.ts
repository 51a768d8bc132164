import type { OperatorReader } from '../operation.ts';
import { readFused } from './convolution.ts';

/** `MatMul` and `_FusedMatMul` with constant weights `[inputs, units]`. */
export const readMatMul: OperatorReader = (operation) => {
  const { attributes, list } = operation;
  const { shape, read } = operation.constant(1);
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || attributes.flag('transpose_a')) {
    throw operation.unsupported(`multiplies by [${shape}], or turns what it multiplies`);
  }
  const isTurned = attributes.flag('transpose_b');
  const [inputs, units] = isTurned ? [columns, rows] : [rows, columns];
  let data = read();
  if (isTurned) {
    list.reserve(data.length);
    data = data.map((_, i) => data[(i % units) * inputs + Math.floor(i / units)]!);
  }
  const { bias, activation } = readFused(operation, units);
  const weights = { kernel: { shape: [inputs, units], data }, ...(bias && { bias }) };
  const config = { units, useBias: bias !== undefined };
  return activation(operation.add('dense', config, [operation.feature(0)], weights));
};
