import { activation_grad, ActivationGradArgs } from './f32-activation-grad';
import { AdamArgs, adam } from './f32-adam';
import { average_pool_grad, AveragePoolGradArgs } from './f32-average-pool-grad';
import {
  batch_norm_grad_input,
  batch_norm_grad_merge,
  batch_norm_grad_sums,
  BatchNormGradArgs,
} from './f32-batch-norm-grad';
import { batch_norm_scale, BatchNormScaleArgs } from './f32-batch-norm-scale';
import { column_sums, ColumnSumsArgs } from './f32-column-sums';
import { depthwise_filter_grad, DepthwiseFilterGradArgs } from './f32-depthwise-filter-grad';
import { depthwise_input_grad, DepthwiseInputGradArgs } from './f32-depthwise-input-grad';
import { dropout, DropoutArgs } from './f32-dropout';
import { filter_grad_few_channels, FilterGradFewChannelsArgs } from './f32-filter-grad-few-channels';
import { filter_grad_gemm, FilterGradGemmArgs } from './f32-filter-grad-gemm';
import { filter_grad_winograd, FilterGradWinogradArgs } from './f32-filter-grad-winograd';
import { filter_grad_winograd_reduce, FilterGradWinogradReduceArgs } from './f32-filter-grad-winograd-reduce';
import { input_grad_gemm, InputGradGemmArgs } from './f32-input-grad-gemm';
import { input_grad_gemm_pack, InputGradGemmPackArgs } from './f32-input-grad-gemm-pack';
import { input_grad_winograd, InputGradWinogradArgs } from './f32-input-grad-winograd';
import { input_grad_winograd_pack, InputGradWinogradPackArgs } from './f32-input-grad-winograd-pack';
import { max_pool_grad, MaxPoolGradArgs } from './f32-max-pool-grad';
import { merge_moments, MergeMomentsArgs } from './f32-merge-moments';
import { moments, MomentsArgs } from './f32-moments';
import { MomentumArgs, momentum } from './f32-momentum';
import { SegmentSumArgs, segment_sum } from './f32-segment-sum';
import { SumOfSquaresArgs, sum_of_squares } from './f32-sum-of-squares';
import * as Op from './op-codes';

/** As `run_chunk`, for the ops that only training needs. */
export function run_training_chunk(op: i32, args: usize, chunk: i32, thread: i32): void {
  switch (op) {
    case Op.columnSums:
      return column_sums(changetype<ColumnSumsArgs>(args), chunk, thread);
    case Op.segmentSum:
      return segment_sum(changetype<SegmentSumArgs>(args), chunk, thread);
    case Op.dropout:
      return dropout(changetype<DropoutArgs>(args), chunk, thread);
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
