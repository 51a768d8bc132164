import type { Operation } from './operation.ts';

/** Where a window of a convolution or pooling lies on a map; pairs are for height and width. */
export interface OnnxWindow {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Rows and columns at each edge: `[[top, bottom], [left, right]]`. */
  readonly pads: readonly [readonly [number, number], readonly [number, number]];
  /** By how much `ceil_mode` goes beyond the last edges. */
  readonly overhang: readonly [number, number];
  readonly output: readonly [number, number];
  /** Whether the pads are those of `same` in a graph: the odd row or column comes last. */
  readonly isSame: boolean;
  readonly hasPads: boolean;
}

const AUTO_PADS: readonly string[] = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'];

/**
 * Reads the window of an operator on a map of `[height, width]`.
 *
 * @param size of the window
 */
export function readWindow(
  operation: Operation,
  map: readonly [number, number],
  size: readonly number[],
): OnnxWindow {
  const strides = operation.integers('strides') ?? [1, 1];
  const dilations = operation.integers('dilations') ?? [1, 1];
  const given = operation.integers('pads') ?? [0, 0, 0, 0];
  const autoPad = operation.text('auto_pad', 'NOTSET');
  const isCeil = operation.integer('ceil_mode', 0) === 1;
  const isWindow =
    [size, strides, dilations].every((pair) => pair.length === 2 && pair.every(isSize)) &&
    given.length === 4 &&
    given.every((pad) => pad === 0 || isSize(pad));
  if (!isWindow || !AUTO_PADS.includes(autoPad)) {
    throw operation.unsupported(
      `has a window of [${size}] with strides [${strides}], dilations [${dilations}], pads [${given}], auto_pad ${autoPad}`,
    );
  }
  const axes = map.map((length, axis) => {
    const [stride, reach] = [strides[axis]!, (size[axis]! - 1) * dilations[axis]! + 1];
    const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
    const same = [Math.floor(total / 2), Math.ceil(total / 2)] as const;
    const pads =
      autoPad === 'SAME_UPPER'
        ? same
        : autoPad === 'SAME_LOWER'
          ? ([same[1], same[0]] as const)
          : autoPad === 'VALID'
            ? ([0, 0] as const)
            : ([given[axis]!, given[axis + 2]!] as const);
    const steps = (length + pads[0] + pads[1] - reach) / stride;
    const output = (isCeil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    const overhang = isCeil ? Math.max(0, (output - 1) * stride + reach - length - pads[0] - pads[1]) : 0;
    const isSame = pads.join() === same.join() && output === Math.ceil(length / stride) && overhang === 0;
    // Engines do not agree on a window that begins behind the last row.
    const isBeyond = overhang > 0 && (output - 1) * stride >= length + pads[0];
    return { pads, output, overhang, isSame, isBeyond };
  });
  const [rows, columns] = axes as [(typeof axes)[0], (typeof axes)[0]];
  if (rows.output < 1 || columns.output < 1 || axes.some(({ isBeyond }) => isBeyond)) {
    throw operation.unsupported(`has a window of [${size}] that does not fit [${map}]`);
  }
  return {
    size: [size[0]!, size[1]!],
    strides: [strides[0]!, strides[1]!],
    dilations: [dilations[0]!, dilations[1]!],
    pads: [rows.pads, columns.pads],
    overhang: [rows.overhang, columns.overhang],
    output: [rows.output, columns.output],
    isSame: rows.isSame && columns.isSame,
    hasPads: axes.some(({ pads }) => pads[0] + pads[1] > 0),
  };
}

/** Larger is no window of a picture. */
const MOST = 2 ** 16;

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST;
}
