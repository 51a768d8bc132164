import type { Place } from './protocol.ts';

/** Specs that our backend does not pass. */
export interface Exclusion {
  readonly reason: string;
  /**
   * `stock`: tfjs-backend-wasm does not pass them either, for the same reason.
   * `deviation`: it does, and we differ on purpose.
   * `unsafe`: not run at all; they corrupt the heap, or their outcome depends on what lay in memory before.
   */
  /** Where the specs exist; default: everywhere. */
  readonly where?: Place;
  readonly kind: 'stock' | 'deviation' | 'unsafe';
  /** Names of specs; `*` stands for any text, and every spec that is meant so must fail. */
  readonly specs: readonly string[];
}

/** Found by running the suite; `judge` keeps the list honest. */
export const exclusions: readonly Exclusion[] = [
  {
    kind: 'unsafe',
    reason:
      'tfjs-backend-wasm takes the missing address of a string tensor for 0 and reads and writes there: the heap is spoilt',
    specs: [
      'equal should support string comparison',
      'greaterEqual should support string comparison',
      'lessEqual should support string comparison',
      'notEqual should support string comparison',
      'greater should support string comparison',
      'less should support string comparison',
      'sparseToDense should work for string',
      'tile 1d string tensor',
      'tile 2d string tensor',
      'tile 6D string tensor',
    ],
  },
  {
    kind: 'deviation',
    reason:
      'tfjs copies its input if the filter is 1×1 and the output has the size of the input, also where strides and padding put windows outside of the image; these hold nothing here: -Infinity, NaN',
    specs: ['pool * x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding'],
  },
  {
    kind: 'deviation',
    reason:
      'tfjs divides the gradient of a window that hangs over the edge by the whole window, though its forward pass divides by the pixels inside; ours is the gradient of that forward pass',
    specs: ['avgPool gradient x=[3,3,1] f=[3,3] s=1 p=explicit'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel Complex',
    specs: [
      'onesLike * complex dtype',
      'clone * complex64 dtype',
      'tensor * complex64 dtype',
      'tensor.toString * complex64*',
      'mul complex *',
      'sub complex *',
      'concat*d concat complex *',
      'abs complex64 *',
      'abs is underflow-safe for complex64',
      'add complex *',
      'add upcasts when dtypes dont match',
      'complex64 tf.complex',
      'complex64 tf.real',
      'complex64 tf.imag',
      '1D IFFT *',
      '2D IFFT 2D: should return the same value as TensorFlow',
      '2D IFFT 3D: should return the same value as TensorFlow',
      'stft *',
      '1D FFT *',
      '2D FFT 2D: should return the same value as TensorFlow',
      '2D FFT 3D: should return the same value as TensorFlow',
      '1D IRFFT *',
      '2D IRFFT *',
      '3D IRFFT *',
      '1D RFFT *',
      '2D RFFT *',
      'sub upcasts when dtypes dont match',
      'transpose accepts complex64 input',
      'tensor cast complex64 *',
      'tensor squeeze a complex64 tensor',
      'tensor ones with complex type',
      'tensor arraySync .arraySync() with a complex tensor',
      'tensor with 0 in shape complex64 with 0 in shape',
      'util.toNestedArray for a complex tensor tensor to nested array',
    ],
  },
  {
    kind: 'stock',
    reason: 'XNNPACK clips NaN to a bound',
    specs: ['clipByValue basic vec4', 'clipByValue propagates NaNs'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm multiplies float32 matrices only',
    specs: [
      'confusionMatrix *cases present*',
      'confusionMatrix float32 arguments are accepted',
      'confusionMatrix Plain arrays as inputs',
      'confusionMatrix Int32Arrays as inputs',
      'confusionMatrix 5x5 predictions and labels both missing some cases',
      'matmul upcasts when dtypes dont match',
      'dtypes Should use the input tensor dtype',
    ],
  },
  {
    kind: 'stock',
    reason: 'NCHW: the wasm backend works on NHWC only',
    specs: ['conv2d x=* NCHW', 'conv2d gradient * NCHW', 'fused conv2d * in NCHW*'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel Einsum',
    specs: [
      'RGBToGrayscale *basic *',
      'einsum *',
      'RGBToGrayscale should return int32 dtype tensor for int32 dtype input',
    ],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm cannot fill or copy strings',
    specs: [
      'fill 1D fill string',
      'fill 2D fill string',
      'squeeze default',
      'squeeze specific dimension',
      'squeeze all ones',
      'squeeze squeeze only ones',
      'tensor.toString 1d long string tensor verbose',
      'tensor.toString 2d long string tensor verbose',
    ],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm adds a bias of one dimension only',
    specs: [
      'fused conv2d basic with broadcasted bias and relu',
      'fused conv2d im2row with broadcasted bias and relu',
      'fused conv2d gradient x=[2,3,3,1] f=[2,2,1,1] s=1 p=0 with bias',
      'fused depthwiseConv2D gradient x=[2,3,3,1] f=[2,2,1,1] s=1 p=0 with bias',
      'fused matmul fused A x B with 2d bias and relu',
      'fused matmul fused A x B with 2d bias only',
    ],
  },
  {
    kind: 'stock',
    reason: "tfjs-core's threshold needs broadcasting that tfjs-backend-wasm's result shape does not allow",
    specs: ['threshold method otsu*'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel RaggedGather',
    specs: ['raggedGather *'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel RaggedRange',
    specs: ['raggedRange *'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel RaggedTensorToTensor',
    specs: ['raggedTensorToTensor *'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm does not check the bounds of a slice',
    specs: ['slice2d throws when requesting out of bounds slice'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel StaticRegexReplace',
    specs: ['staticRegexReplace *'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm casts to bool without making values 0 or 1 (tensorflow/tfjs issue 2590)',
    specs: ['tensor Tensor2D float32 -> bool', 'tensor Tensor2D int32 -> bool'],
  },
  {
    kind: 'stock',
    reason: 'tfjs-backend-wasm has no kernel Draw',
    where: 'chromium',
    specs: ['draw on canvas context *'],
  },
];
