import type { OperatorReader } from '../operation.ts';
import {
  activationReader,
  readClip,
  readElu,
  readGelu,
  readHardSigmoid,
  readLeakyRelu,
  readPRelu,
  readSelu,
  softmaxReader,
} from './activation.ts';
import { mergeReader, readAdd, readDiv, readMul, readSub } from './arithmetic.ts';
import { readConv } from './convolution.ts';
import { readGemm, readMatMul } from './dense.ts';
import { readErf } from './gelu.ts';
import {
  readCast,
  readConcat,
  readDropout,
  readFlatten,
  readIdentity,
  readPad,
  readReshape,
  readSqueeze,
  readTranspose,
  readUnsqueeze,
} from './lay-out.ts';
import { readBatchNormalization } from './normalization.ts';
import { globalReader, readAveragePool, readMaxPool, reduceReader } from './pooling.ts';

/** How each operator is read that works on what a picture makes. */
export const OPERATORS: { readonly [operator: string]: OperatorReader } = {
  Conv: readConv,
  Gemm: readGemm,
  MatMul: readMatMul,
  BatchNormalization: readBatchNormalization,
  Relu: activationReader('relu'),
  Sigmoid: activationReader('sigmoid'),
  Tanh: activationReader('tanh'),
  Softplus: activationReader('softplus'),
  Softsign: activationReader('softsign'),
  HardSwish: activationReader('hardSwish'),
  Mish: activationReader('mish'),
  Elu: readElu,
  Selu: readSelu,
  Gelu: readGelu,
  Erf: readErf,
  LeakyRelu: readLeakyRelu,
  PRelu: readPRelu,
  HardSigmoid: readHardSigmoid,
  Clip: readClip,
  Softmax: softmaxReader('softmax'),
  LogSoftmax: softmaxReader('logSoftmax'),
  MaxPool: readMaxPool,
  AveragePool: readAveragePool,
  GlobalAveragePool: globalReader('globalAveragePooling2d'),
  GlobalMaxPool: globalReader('globalMaxPooling2d'),
  ReduceMean: reduceReader('globalAveragePooling2d'),
  ReduceMax: reduceReader('globalMaxPooling2d'),
  Add: readAdd,
  Sub: readSub,
  Mul: readMul,
  Div: readDiv,
  Sum: mergeReader('add'),
  Max: mergeReader('maximum'),
  Concat: readConcat,
  Flatten: readFlatten,
  Reshape: readReshape,
  Squeeze: readSqueeze,
  Unsqueeze: readUnsqueeze,
  Transpose: readTranspose,
  Pad: readPad,
  Dropout: readDropout,
  Identity: readIdentity,
  Cast: readCast,
};
