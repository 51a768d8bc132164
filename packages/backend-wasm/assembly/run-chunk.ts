import { ConvArgs } from './conv-args';
import { AddArgs, add } from './f32-add';
import { conv2d_gemm } from './f32-conv2d-gemm';
import { ConvPackArgs, conv2d_pack_gemm } from './f32-conv2d-pack-gemm';
import { conv2d_pack_winograd } from './f32-conv2d-pack-winograd';
import { conv2d_winograd } from './f32-conv2d-winograd';
import { depthwise_conv2d, DepthwiseArgs } from './f32-depthwise-conv2d';
import { global_average_pool, global_max_pool, GlobalPoolArgs } from './f32-global-pool';
import { matmul } from './f32-matmul';
import { matvec } from './f32-matvec';
import { MergeArgs, merge } from './f32-merge';
import { PackOperandArgs, pack_columns, pack_rows } from './f32-pack-operands';
import { Pad2DArgs, pad2d } from './f32-pad2d';
import { average_pool_2d, max_pool_2d, Pool2DArgs } from './f32-pool2d';
import { scale_shift, ScaleShiftArgs } from './f32-scale-shift';
import { log_softmax, SoftmaxArgs, softmax } from './f32-softmax';
import { StridedCopyArgs, strided_copy } from './f32-strided-copy';
import { VectorMatrixArgs, vector_matrix } from './f32-vector-matrix';
import { MatmulArgs } from './matmul-args';
import * as Op from './op-codes';
import { resize_rows, ResizeRowsArgs } from './resize-rows';
import { run_program } from './run-program';
import { run_training_chunk } from './run-training-chunk';

/**
 * Computes one chunk of a job. Every op has this form: where its arguments are, which chunk, and which thread, whose
 * scratch memory is its own.
 *
 * These are the ops of networks that run; those of training are there in the binaries that are built with `TRAINING`
 * (asconfig.json), twice as large.
 */
export function run_chunk(op: i32, args: usize, chunk: i32, thread: i32): void {
  switch (op) {
    case Op.packColumns:
      return pack_columns(changetype<PackOperandArgs>(args), chunk, thread);
    case Op.packRows:
      return pack_rows(changetype<PackOperandArgs>(args), chunk, thread);
    case Op.matmul:
      return matmul(changetype<MatmulArgs>(args), chunk, thread);
    case Op.matvec:
      return matvec(changetype<MatmulArgs>(args), chunk, thread);
    case Op.vectorMatrix:
      return vector_matrix(changetype<VectorMatrixArgs>(args), chunk, thread);
    case Op.softmax:
      return softmax(changetype<SoftmaxArgs>(args), chunk, thread);
    case Op.logSoftmax:
      return log_softmax(changetype<SoftmaxArgs>(args), chunk, thread);
    case Op.merge:
      return merge(changetype<MergeArgs>(args), chunk, thread);
    case Op.stridedCopy:
      return strided_copy(changetype<StridedCopyArgs>(args), chunk, thread);
    case Op.add:
      return add(changetype<AddArgs>(args), chunk, thread);
    case Op.pad2D:
      return pad2d(changetype<Pad2DArgs>(args), chunk, thread);
    case Op.maxPool2D:
      return max_pool_2d(changetype<Pool2DArgs>(args), chunk, thread);
    case Op.averagePool2D:
      return average_pool_2d(changetype<Pool2DArgs>(args), chunk, thread);
    case Op.depthwiseConv2D:
      return depthwise_conv2d(changetype<DepthwiseArgs>(args), chunk, thread);
    case Op.globalMaxPool:
      return global_max_pool(changetype<GlobalPoolArgs>(args), chunk);
    case Op.globalAveragePool:
      return global_average_pool(changetype<GlobalPoolArgs>(args), chunk);
    case Op.scaleShift:
      return scale_shift(changetype<ScaleShiftArgs>(args), chunk, thread);
    case Op.conv2DPackGemm:
      return conv2d_pack_gemm(changetype<ConvPackArgs>(args), chunk);
    case Op.conv2DGemm:
      return conv2d_gemm(changetype<ConvArgs>(args), chunk, thread);
    case Op.conv2DPackWinograd:
      return conv2d_pack_winograd(changetype<ConvPackArgs>(args), chunk, thread);
    case Op.conv2DWinograd:
      return conv2d_winograd(changetype<ConvArgs>(args), chunk, thread);
    case Op.resizeRows:
      return resize_rows(changetype<ResizeRowsArgs>(args), chunk, thread);
    default:
      if (ASC_FEATURE_THREADS && op == Op.runProgram) return run_program(args, chunk, thread);
      // @ts-ignore: a constant of the target
      if (TRAINING) return run_training_chunk(op, args, chunk, thread);
      unreachable();
  }
}
