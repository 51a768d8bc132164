import type { OperatorReader } from '../operation.ts';
import { readWindow } from './window.ts';

export const poolReader =
  (type: 'maxPooling2d' | 'averagePooling2d'): OperatorReader =>
  (operation) => {
    const { pads, ...window } = readWindow(operation);
    const size = operation.attributes.integers('ksize') ?? [];
    if (size.length !== 4 || size[0] !== 1 || size[3] !== 1 || pads !== undefined) {
      throw operation.unsupported(`has a window of [${size}]`);
    }
    return operation.add(type, { poolSize: size.slice(1, 3), ...window }, [operation.feature(0)]);
  };

/** `Mean` and `Max` over rows and columns. */
export const reduceReader =
  (type: 'globalAveragePooling2d' | 'globalMaxPooling2d'): OperatorReader =>
  (operation) => {
    const feature = operation.feature(0);
    const rank = feature.shape.length + 1;
    const axes = operation.numbers(1).map((axis) => (axis < 0 ? axis + rank : axis));
    if (rank !== 4 || axes.sort().join() !== '1,2') {
      throw operation.unsupported(
        `goes over the axes [${axes}] of [batch,${feature.shape}], and not over rows and columns`,
      );
    }
    const isKept = operation.attributes.flag('keep_dims') || operation.attributes.flag('keepDims');
    return operation.add(type, { keepDims: isKept }, [feature]);
  };
