import { tensorOf } from '../../../layer-list.ts';
import type { Operation, OperatorReader } from '../operation.ts';
import {
  axisOf,
  type Constant,
  type Feature,
  featureOf,
  filePositions,
  fileShape,
  lengthOf,
} from '../value.ts';

/** `Gemm`: `alpha · A · B + beta · C`, as dense layers are written. */
export const readGemm: OperatorReader = (operation) => {
  operation.demand('transA', 0);
  const feature = operation.featureOfRank(1);
  const weights = operation.constant(1);
  const isTurned = operation.integer('transB', 0) === 1;
  const [rows, columns] = isTurned ? [...weights.shape].reverse() : weights.shape;
  const alpha = operation.float('alpha', 1);
  const beta = operation.float('beta', 1);
  assertKernel(operation, weights, feature, rows, columns);
  const kernel = kernelRows(operation, feature, weights, columns!, isTurned ? [1, rows!] : [columns!, 1]);
  if (alpha !== 1) for (let i = 0; i < kernel.length; i++) kernel[i]! *= alpha;
  const added = operation.optionalConstant(2);
  if (added === undefined) return addDense(operation, feature, kernel, columns!);
  const isBias = added.data.length === 1 || (added.data.length === columns && added.shape.at(-1) === columns);
  if (!isBias) throw operation.misshapen(2, added, `[${columns}]`);
  operation.writer.reserve(columns!);
  const bias = Float32Array.from(
    { length: columns! },
    (_, i) => beta * added.data[added.data.length === 1 ? 0 : i]!,
  );
  return addDense(operation, feature, kernel, columns!, bias);
};

/** `MatMul` of a vector with weights `[inputs, units]`. */
export const readMatMul: OperatorReader = (operation) => {
  const feature = operation.feature();
  const weights = operation.constant(1);
  const [rows, columns] = weights.shape;
  const before = feature.axes.slice(0, -1);
  if (before.some((axis) => axis.length > 0) || feature.axes.length === 0) {
    throw operation.unsupported(`multiplies [batch,${fileShape(feature)}]; a vector is what it may read`);
  }
  assertKernel(operation, weights, feature, rows, columns);
  const kernel = kernelRows(operation, feature, weights, columns!, [columns!, 1]);
  const vector = addDense(operation, feature, kernel, columns!);
  return { ...vector, axes: [...before, vector.axes[0]!] };
};

/** @param kernel `[inputs, units]`, its rows in the order of the feature's memory */
export function addDense(
  operation: Operation,
  feature: Feature,
  kernel: Float32Array,
  units: number,
  bias?: Float32Array,
): Feature {
  const vector = operation.writer.asVector(feature);
  const weights = {
    kernel: tensorOf([kernel.length / units, units], kernel),
    ...(bias && { bias: tensorOf([units], bias) }),
  };
  const layer = operation.add([vector], 'dense', { units, useBias: bias !== undefined }, weights);
  const axis = axisOf(units);
  return featureOf(layer, [units], [axis], [axis]);
}

function assertKernel(
  operation: Operation,
  weights: Constant,
  feature: Feature,
  rows = 0,
  columns = 0,
): void {
  const inputs = lengthOf(feature.memory);
  if (weights.shape.length === 2 && rows === inputs && columns > 0) return;
  throw operation.misshapen(1, weights, `a matrix for ${inputs} inputs`);
}

/** The rows of a matrix in the order of the feature's memory: after a flatten the file has channels first, the graph last. */
function kernelRows(
  { writer }: Operation,
  feature: Feature,
  { data }: Constant,
  units: number,
  [rowStep, unitStep]: readonly number[],
): Float32Array {
  writer.reserve(data.length * 2);
  const strides = feature.axes.map((_, axis) => (axis === feature.axes.length - 1 ? 1 : 0));
  const rows = filePositions(feature, feature.memory, strides);
  const kernel = new Float32Array(data.length);
  for (let row = 0; row < rows.length; row++) {
    for (let unit = 0; unit < units; unit++) {
      kernel[row * units + unit] = data[rows[row]! * rowStep! + unit * unitStep!]!;
    }
  }
  return kernel;
}
