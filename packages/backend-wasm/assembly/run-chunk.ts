import { ConvArgs } from './conv-args';
import { AdamArgs, adam } from './f32-adam';
import { MomentumArgs, momentum } from './f32-momentum';
import { SumOfSquaresArgs, sum_of_squares } from './f32-sum-of-squares';
import {
  batch_norm_grad_input,
  batch_norm_grad_merge,
  batch_norm_grad_sums,
  BatchNormGradArgs,
} from './f32-batch-norm-grad';
import { batch_norm_scale, BatchNormScaleArgs } from './f32-batch-norm-scale';
import { merge_moments, MergeMomentsArgs } from './f32-merge-moments';
import { moments, MomentsArgs } from './f32-moments';
import { AddArgs, add } from './f32-add';
import { column_sums, ColumnSumsArgs } from './f32-column-sums';
import { conv2d_gemm } from './f32-conv2d-gemm';
import { ConvPackArgs, conv2d_pack_gemm } from './f32-conv2d-pack-gemm';
import { conv2d_pack_winograd } from './f32-conv2d-pack-winograd';
import { conv2d_winograd } from './f32-conv2d-winograd';
import { depthwise_conv2d, DepthwiseArgs } from './f32-depthwise-conv2d';
import { global_average_pool, global_max_pool, GlobalPoolArgs } from './f32-global-pool';
import { matmul } from './f32-matmul';
import { matvec } from './f32-matvec';
import { PackOperandArgs, pack_columns, pack_rows } from './f32-pack-operands';
import { dropout, DropoutArgs } from './f32-dropout';
import { softmax_cross_entropy, SoftmaxCrossEntropyArgs } from './f32-softmax-cross-entropy';
import { Pad2DArgs, pad2d } from './f32-pad2d';
import { average_pool_2d, max_pool_2d, Pool2DArgs } from './f32-pool2d';
import { scale_shift, ScaleShiftArgs } from './f32-scale-shift';
import { SegmentSumArgs, segment_sum } from './f32-segment-sum';
import { SoftmaxArgs, softmax } from './f32-softmax';
import { VectorMatrixArgs, vector_matrix } from './f32-vector-matrix';
import { filter_grad_winograd, FilterGradWinogradArgs } from './f32-filter-grad-winograd';
import { filter_grad_winograd_reduce, FilterGradWinogradReduceArgs } from './f32-filter-grad-winograd-reduce';
import { filter_grad_few_channels, FilterGradFewChannelsArgs } from './f32-filter-grad-few-channels';
import { filter_grad_gemm, FilterGradGemmArgs } from './f32-filter-grad-gemm';
import { input_grad_winograd_pack, InputGradWinogradPackArgs } from './f32-input-grad-winograd-pack';
import { input_grad_winograd, InputGradWinogradArgs } from './f32-input-grad-winograd';
import { input_grad_gemm_pack, InputGradGemmPackArgs } from './f32-input-grad-gemm-pack';
import { input_grad_gemm, InputGradGemmArgs } from './f32-input-grad-gemm';
import { activation_grad, ActivationGradArgs } from './f32-activation-grad';
import { MatmulArgs } from './matmul-args';
import { average_pool_grad, AveragePoolGradArgs } from './f32-average-pool-grad';
import { depthwise_filter_grad, DepthwiseFilterGradArgs } from './f32-depthwise-filter-grad';
import { depthwise_input_grad, DepthwiseInputGradArgs } from './f32-depthwise-input-grad';
import { max_pool_grad, MaxPoolGradArgs } from './f32-max-pool-grad';
import { Op } from './op-codes';

/**
 * Computes one chunk of a job. Every op has this form: where its arguments are, which chunk, and which thread, whose
 * scratch memory is its own.
 */
export function run_chunk(op: i32, args: usize, chunk: i32, thread: i32): void {
  switch (op) {
    case Op.columnSums:
      return column_sums(changetype<ColumnSumsArgs>(args), chunk, thread);
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
    case Op.segmentSum:
      return segment_sum(changetype<SegmentSumArgs>(args), chunk, thread);
    case Op.dropout:
      return dropout(changetype<DropoutArgs>(args), chunk, thread);
    case Op.softmaxCrossEntropy:
      return softmax_cross_entropy(changetype<SoftmaxCrossEntropyArgs>(args), chunk, thread);
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
    case Op.filterGradWinograd:
      return filter_grad_winograd(changetype<FilterGradWinogradArgs>(args), chunk, thread);
    case Op.filterGradWinogradReduce:
      return filter_grad_winograd_reduce(changetype<FilterGradWinogradReduceArgs>(args), chunk, thread);
    case Op.filterGradFewChannels:
      return filter_grad_few_channels(changetype<FilterGradFewChannelsArgs>(args), chunk, thread);
    case Op.filterGradGemm:
      return filter_grad_gemm(changetype<FilterGradGemmArgs>(args), chunk, thread);
    case Op.inputGradWinogradPack:
      return input_grad_winograd_pack(changetype<InputGradWinogradPackArgs>(args), chunk, thread);
    case Op.inputGradWinograd:
      return input_grad_winograd(changetype<InputGradWinogradArgs>(args), chunk, thread);
    case Op.inputGradGemmPack:
      return input_grad_gemm_pack(changetype<InputGradGemmPackArgs>(args), chunk, thread);
    case Op.inputGradGemm:
      return input_grad_gemm(changetype<InputGradGemmArgs>(args), chunk, thread);
    case Op.adam:
      return adam(changetype<AdamArgs>(args), chunk, thread);
    case Op.momentum:
      return momentum(changetype<MomentumArgs>(args), chunk, thread);
    case Op.sumOfSquares:
      return sum_of_squares(changetype<SumOfSquaresArgs>(args), chunk, thread);
    case Op.activationGrad:
      return activation_grad(changetype<ActivationGradArgs>(args), chunk, thread);
    case Op.moments:
      return moments(changetype<MomentsArgs>(args), chunk);
    case Op.mergeMoments:
      return merge_moments(changetype<MergeMomentsArgs>(args));
    case Op.batchNormGradSums:
      return batch_norm_grad_sums(changetype<BatchNormGradArgs>(args), chunk);
    case Op.batchNormGradMerge:
      return batch_norm_grad_merge(changetype<BatchNormGradArgs>(args));
    case Op.batchNormGradInput:
      return batch_norm_grad_input(changetype<BatchNormGradArgs>(args), chunk, thread);
    case Op.batchNormScale:
      return batch_norm_scale(changetype<BatchNormScaleArgs>(args));
    case Op.maxPoolGrad:
      return max_pool_grad(changetype<MaxPoolGradArgs>(args), chunk);
    case Op.averagePoolGrad:
      return average_pool_grad(changetype<AveragePoolGradArgs>(args), chunk);
    case Op.depthwiseFilterGrad:
      return depthwise_filter_grad(changetype<DepthwiseFilterGradArgs>(args), chunk);
    case Op.depthwiseInputGrad:
      return depthwise_input_grad(changetype<DepthwiseInputGradArgs>(args), chunk);
    default:
      unreachable();
  }
}
