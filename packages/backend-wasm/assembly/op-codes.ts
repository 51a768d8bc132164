// What a step computes; the numbers that the binary knows it by. Plans name ops, so numbers may change. Constants, not an
// enum, so that a page carries those alone which it uses.

/** A whole program for each chunk: what a thread has to itself. */
export const runProgram = 31;

// Sums, matrix products and what follows them: 0 … 30.
export const columnSums = 0;
export const packColumns = 1;
export const packRows = 2;
export const matmul = 3;
export const matvec = 4;
export const vectorMatrix = 5;
export const softmax = 6;
export const segmentSum = 7;
export const logSoftmax = 8;

// Convolutions and their gradients: 32 … 63.
export const conv2DPackGemm = 32;
export const conv2DGemm = 33;
export const conv2DPackWinograd = 34;
export const conv2DWinograd = 35;
export const filterGradWinograd = 48;
export const filterGradWinogradReduce = 49;
export const filterGradGemm = 50;
export const filterGradFewChannels = 51;
export const inputGradWinogradPack = 52;
export const inputGradWinograd = 53;
export const inputGradGemmPack = 54;
export const inputGradGemm = 55;
export const activationGrad = 56;

// Pooling, depthwise convolution, normalisation: 64 … 95.
export const maxPool2D = 64;
export const averagePool2D = 65;
export const depthwiseConv2D = 66;
export const globalMaxPool = 67;
export const globalAveragePool = 68;
export const scaleShift = 69;
export const moments = 70;
export const mergeMoments = 71;
export const batchNormGradSums = 72;
export const batchNormGradMerge = 73;
export const batchNormGradInput = 74;
export const batchNormScale = 75;
export const maxPoolGrad = 76;
export const averagePoolGrad = 77;
export const depthwiseFilterGrad = 78;
export const depthwiseInputGrad = 79;

// Element by element, losses and optimizers: 96 … 127.
export const add = 96;
export const pad2D = 97;
export const adam = 98;
export const momentum = 99;
export const sumOfSquares = 100;
export const dropout = 101;
export const merge = 102;
export const stridedCopy = 103;
export const resizeRows = 104;
