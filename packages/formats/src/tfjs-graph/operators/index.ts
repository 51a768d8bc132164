import type { OperatorReader } from '../operation.ts';
import { ACTIVATIONS, activationReader, readLeakyRelu, readPrelu } from './activation.ts';
import {
  readAdd,
  readAddN,
  readBatchNorm,
  readDiv,
  readMaximum,
  readMinimum,
  readMul,
  readNeg,
  readSub,
} from './arithmetic.ts';
import { readConv2D, readDepthwiseConv2d } from './convolution.ts';
import { readMatMul } from './dense.ts';
import {
  readCast,
  readConcat,
  readExpandDims,
  readIdentity,
  readPad,
  readReshape,
  readSqueeze,
  readTranspose,
} from './lay-out.ts';
import { poolReader, reduceReader } from './pooling.ts';
import { readPack, readShape, readStridedSlice } from './sizes.ts';

/** How each operation of TensorFlow is read. */
export const OPERATORS: { readonly [operator: string]: OperatorReader } = {
  ...Object.fromEntries(
    Object.entries(ACTIVATIONS).map(([operator, activation]) => [operator, activationReader(activation)]),
  ),
  LeakyRelu: readLeakyRelu,
  Prelu: readPrelu,
  Conv2D: readConv2D,
  _FusedConv2D: readConv2D,
  DepthwiseConv2dNative: readDepthwiseConv2d,
  FusedDepthwiseConv2dNative: readDepthwiseConv2d,
  MatMul: readMatMul,
  _FusedMatMul: readMatMul,
  FusedBatchNorm: readBatchNorm,
  FusedBatchNormV2: readBatchNorm,
  FusedBatchNormV3: readBatchNorm,
  Add: readAdd,
  AddV2: readAdd,
  BiasAdd: readAdd,
  AddN: readAddN,
  Sub: readSub,
  Mul: readMul,
  Div: readDiv,
  RealDiv: readDiv,
  Neg: readNeg,
  Maximum: readMaximum,
  Minimum: readMinimum,
  MaxPool: poolReader('maxPooling2d'),
  AvgPool: poolReader('averagePooling2d'),
  Mean: reduceReader('globalAveragePooling2d'),
  Max: reduceReader('globalMaxPooling2d'),
  Reshape: readReshape,
  Squeeze: readSqueeze,
  ExpandDims: readExpandDims,
  Pad: readPad,
  PadV2: readPad,
  ConcatV2: readConcat,
  Transpose: readTranspose,
  Cast: readCast,
  Identity: readIdentity,
  StopGradient: readIdentity,
  Shape: readShape,
  StridedSlice: readStridedSlice,
  Pack: readPack,
};
