/** What a step computes; the numbers that the binary knows it by. Plans name ops, so numbers may change. */
export const enum Op {
  // Sums, matrix products and what follows them: 0 … 31.
  columnSums = 0,
  packColumns = 1,
  packRows = 2,
  matmul = 3,
  matvec = 4,
  vectorMatrix = 5,
  softmax = 6,
  segmentSum = 7,

  // Convolutions and their gradients: 32 … 63.
  conv2DPackGemm = 32,
  conv2DGemm = 33,
  conv2DPackWinograd = 34,
  conv2DWinograd = 35,
  filterGradWinograd = 48,
  filterGradWinogradReduce = 49,
  filterGradGemm = 50,
  filterGradFewChannels = 51,
  inputGradWinogradPack = 52,
  inputGradWinograd = 53,
  inputGradGemmPack = 54,
  inputGradGemm = 55,
  activationGrad = 56,

  // Pooling, depthwise convolution, normalisation: 64 … 95.
  maxPool2D = 64,
  averagePool2D = 65,
  depthwiseConv2D = 66,
  globalMaxPool = 67,
  globalAveragePool = 68,
  scaleShift = 69,
  moments = 70,
  mergeMoments = 71,
  batchNormGradSums = 72,
  batchNormGradMerge = 73,
  batchNormGradInput = 74,
  batchNormScale = 75,
  maxPoolGrad = 76,
  averagePoolGrad = 77,
  depthwiseFilterGrad = 78,
  depthwiseInputGrad = 79,

  // Element by element, losses and optimizers: 96 … 127.
  add = 96,
  pad2D = 97,
  adam = 98,
  momentum = 99,
  sumOfSquares = 100,
  dropout = 101,
  softmaxCrossEntropy = 102,
}
