// Written by scripts/op-arguments.ts from the classes of assembly/, which say what each field is: do not edit.
import type { Activation } from '../../assembly/activation.ts';
import type { DepthwiseReading } from '../../assembly/depthwise-reading.ts';
import type { Merge } from '../../assembly/merge.ts';
import { type ConvGeometry, geometryWords } from '../conv-geometry.ts';
import { float32Word } from '../engine/step.ts';

/** `ActivationGradArgs` of assembly/f32-activation-grad.ts. */
export interface ActivationGradArgs {
  readonly dy: number;
  readonly y: number;
  readonly dx: number;
  readonly sums: number;
  readonly rows: number;
  readonly columns: number;
  readonly chunkRows: number;
  readonly activation: Activation;
  readonly alpha: number;
}

export function activationGradWords(args: ActivationGradArgs): number[] {
  return [
    args.dy,
    args.y,
    args.dx,
    args.sums,
    args.rows,
    args.columns,
    args.chunkRows,
    args.activation,
    float32Word(args.alpha),
  ];
}

/** `AdamArgs` of assembly/f32-adam.ts. */
export interface AdamArgs {
  readonly weights: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
  readonly out: number;
  readonly length: number;
  readonly chunkLength: number;
  readonly gradientFactor: number;
  readonly towards1: number;
  readonly towards2: number;
  readonly epsilon: number;
  readonly rate: number;
  readonly keep: number;
}

export function adamWords(args: AdamArgs): number[] {
  return [
    args.weights,
    args.gradient,
    args.first,
    args.second,
    args.out,
    args.length,
    args.chunkLength,
    float32Word(args.gradientFactor),
    float32Word(args.towards1),
    float32Word(args.towards2),
    float32Word(args.epsilon),
    float32Word(args.rate),
    float32Word(args.keep),
  ];
}

/** `AddArgs` of assembly/f32-add.ts. */
export interface AddArgs {
  readonly x: number;
  readonly other: number;
  readonly y: number;
  readonly length: number;
  readonly chunkLength: number;
  readonly activation: Activation;
  readonly alpha: number;
}

export function addWords(args: AddArgs): number[] {
  return [
    args.x,
    args.other,
    args.y,
    args.length,
    args.chunkLength,
    args.activation,
    float32Word(args.alpha),
  ];
}

/** `AveragePoolGradArgs` of assembly/f32-average-pool-grad.ts. */
export interface AveragePoolGradArgs extends ImageArgs {
  readonly dy: number;
  readonly dx: number;
}

export function averagePoolGradWords(args: AveragePoolGradArgs): number[] {
  return [...imageWords(args), args.dy, args.dx];
}

/** `BatchNormGradArgs` of assembly/f32-batch-norm-grad.ts. */
export interface BatchNormGradArgs {
  readonly x: number;
  readonly dy: number;
  readonly mean: number;
  readonly scale: number;
  readonly beta: number;
  readonly partials: number;
  readonly variance: number;
  readonly dgamma: number;
  readonly dbeta: number;
  readonly coefficients: number;
  readonly dx: number;
  readonly rows: number;
  readonly channels: number;
  readonly chunkRows: number;
  readonly blockRows: number;
  readonly periodRows: number;
  readonly masked: number;
  readonly high: number;
  readonly epsilon: number;
}

export function batchNormGradWords(args: BatchNormGradArgs): number[] {
  return [
    args.x,
    args.dy,
    args.mean,
    args.scale,
    args.beta,
    args.partials,
    args.variance,
    args.dgamma,
    args.dbeta,
    args.coefficients,
    args.dx,
    args.rows,
    args.channels,
    args.chunkRows,
    args.blockRows,
    args.periodRows,
    args.masked,
    float32Word(args.high),
    float32Word(args.epsilon),
  ];
}

/** `BatchNormScaleArgs` of assembly/f32-batch-norm-scale.ts. */
export interface BatchNormScaleArgs {
  readonly variance: number;
  readonly gamma: number;
  readonly scale: number;
  readonly channels: number;
  readonly epsilon: number;
}

export function batchNormScaleWords(args: BatchNormScaleArgs): number[] {
  return [args.variance, args.gamma, args.scale, args.channels, float32Word(args.epsilon)];
}

/** `ColumnSumsArgs` of assembly/f32-column-sums.ts. */
export interface ColumnSumsArgs {
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly columns: number;
  readonly chunkColumns: number;
}

export function columnSumsWords(args: ColumnSumsArgs): number[] {
  return [args.x, args.out, args.rows, args.columns, args.chunkColumns];
}

/** `ConvArgs` of assembly/conv-args.ts. */
export interface ConvArgs {
  readonly x: number;
  readonly packed: number;
  readonly bias: number;
  readonly alphas: number;
  readonly other: number;
  readonly y: number;
  readonly activation: Activation;
  readonly alpha: number;
  readonly lowest: number;
  readonly highest: number;
  readonly chunkRows: number;
  readonly blockRows: number;
  readonly chunkColumns: number;
  readonly columnChunks: number;
  readonly tileSize: number;
  readonly geometry: ConvGeometry;
}

export function convWords(args: ConvArgs): number[] {
  return [
    args.x,
    args.packed,
    args.bias,
    args.alphas,
    args.other,
    args.y,
    args.activation,
    float32Word(args.alpha),
    float32Word(args.lowest),
    float32Word(args.highest),
    args.chunkRows,
    args.blockRows,
    args.chunkColumns,
    args.columnChunks,
    args.tileSize,
    ...geometryWords(args.geometry),
  ];
}

/** `ConvPackArgs` of assembly/f32-conv2d-pack-gemm.ts. */
export interface ConvPackArgs {
  readonly filter: number;
  readonly packed: number;
  readonly taps: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly tileSize: number;
}

export function convPackWords(args: ConvPackArgs): number[] {
  return [args.filter, args.packed, args.taps, args.inChannels, args.outChannels, args.tileSize];
}

/** `DepthwiseArgs` of assembly/f32-depthwise-conv2d.ts. */
export interface DepthwiseArgs extends ImageArgs {
  readonly x: number;
  readonly filter: number;
  readonly bias: number;
  readonly y: number;
  readonly activation: Activation;
  readonly alpha: number;
  readonly alphas: number;
  readonly reading: DepthwiseReading;
}

export function depthwiseWords(args: DepthwiseArgs): number[] {
  return [
    ...imageWords(args),
    args.x,
    args.filter,
    args.bias,
    args.y,
    args.activation,
    float32Word(args.alpha),
    args.alphas,
    args.reading,
  ];
}

/** `DepthwiseFilterGradArgs` of assembly/f32-depthwise-filter-grad.ts. */
export interface DepthwiseFilterGradArgs extends ImageArgs {
  readonly x: number;
  readonly dy: number;
  readonly dfilter: number;
  readonly chunkChannels: number;
}

export function depthwiseFilterGradWords(args: DepthwiseFilterGradArgs): number[] {
  return [...imageWords(args), args.x, args.dy, args.dfilter, args.chunkChannels];
}

/** `DepthwiseInputGradArgs` of assembly/f32-depthwise-input-grad.ts. */
export interface DepthwiseInputGradArgs extends ImageArgs {
  readonly dy: number;
  readonly filter: number;
  readonly dx: number;
}

export function depthwiseInputGradWords(args: DepthwiseInputGradArgs): number[] {
  return [...imageWords(args), args.dy, args.filter, args.dx];
}

/** `DropoutArgs` of assembly/f32-dropout.ts. */
export interface DropoutArgs {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly skipped: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
  readonly highestDropped: number;
  readonly scale: number;
}

export function dropoutWords(args: DropoutArgs): number[] {
  return [
    args.x,
    args.y,
    args.length,
    args.skipped,
    args.s0,
    args.s1,
    args.s2,
    args.s3,
    args.highestDropped,
    float32Word(args.scale),
  ];
}

/** `FilterGradFewChannelsArgs` of assembly/f32-filter-grad-few-channels.ts. */
export interface FilterGradFewChannelsArgs {
  readonly x: number;
  readonly dy: number;
  readonly partials: number;
  readonly groupImages: number;
  readonly geometry: ConvGeometry;
}

export function filterGradFewChannelsWords(args: FilterGradFewChannelsArgs): number[] {
  return [args.x, args.dy, args.partials, args.groupImages, ...geometryWords(args.geometry)];
}

/** `FilterGradGemmArgs` of assembly/f32-filter-grad-gemm.ts. */
export interface FilterGradGemmArgs {
  readonly x: number;
  readonly dy: number;
  readonly partials: number;
  readonly groupPixels: number;
  readonly slices: number;
  readonly sliceChannels: number;
  readonly blockRows: number;
  readonly patchStride: number;
  readonly geometry: ConvGeometry;
}

export function filterGradGemmWords(args: FilterGradGemmArgs): number[] {
  return [
    args.x,
    args.dy,
    args.partials,
    args.groupPixels,
    args.slices,
    args.sliceChannels,
    args.blockRows,
    args.patchStride,
    ...geometryWords(args.geometry),
  ];
}

/** `FilterGradWinogradArgs` of assembly/f32-filter-grad-winograd.ts. */
export interface FilterGradWinogradArgs {
  readonly x: number;
  readonly dy: number;
  readonly partials: number;
  readonly tile: number;
  readonly groupImages: number;
  readonly slices: number;
  readonly sliceChannels: number;
  readonly blockTiles: number;
  readonly geometry: ConvGeometry;
}

export function filterGradWinogradWords(args: FilterGradWinogradArgs): number[] {
  return [
    args.x,
    args.dy,
    args.partials,
    args.tile,
    args.groupImages,
    args.slices,
    args.sliceChannels,
    args.blockTiles,
    ...geometryWords(args.geometry),
  ];
}

/** `FilterGradWinogradReduceArgs` of assembly/f32-filter-grad-winograd-reduce.ts. */
export interface FilterGradWinogradReduceArgs {
  readonly partials: number;
  readonly dfilter: number;
  readonly tile: number;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly chunkChannels: number;
}

export function filterGradWinogradReduceWords(args: FilterGradWinogradReduceArgs): number[] {
  return [
    args.partials,
    args.dfilter,
    args.tile,
    args.groups,
    args.inChannels,
    args.outChannels,
    args.chunkChannels,
  ];
}

/** `GlobalPoolArgs` of assembly/f32-global-pool.ts. */
export interface GlobalPoolArgs {
  readonly x: number;
  readonly y: number;
  readonly batch: number;
  readonly pixels: number;
  readonly channels: number;
  readonly chunkImages: number;
}

export function globalPoolWords(args: GlobalPoolArgs): number[] {
  return [args.x, args.y, args.batch, args.pixels, args.channels, args.chunkImages];
}

/** `ImageArgs` of assembly/image-args.ts. */
export interface ImageArgs extends ConvGeometry {
  readonly chunkImages: number;
  readonly chunkRows: number;
  readonly chunkBands: number;
}

export function imageWords(args: ImageArgs): number[] {
  return [...geometryWords(args), args.chunkImages, args.chunkRows, args.chunkBands];
}

/** `InputGradGemmArgs` of assembly/f32-input-grad-gemm.ts. */
export interface InputGradGemmArgs {
  readonly dy: number;
  readonly panels: number;
  readonly dx: number;
  readonly groupImages: number;
  readonly slices: number;
  readonly sliceChannels: number;
  readonly blockRows: number;
  readonly geometry: ConvGeometry;
}

export function inputGradGemmWords(args: InputGradGemmArgs): number[] {
  return [
    args.dy,
    args.panels,
    args.dx,
    args.groupImages,
    args.slices,
    args.sliceChannels,
    args.blockRows,
    ...geometryWords(args.geometry),
  ];
}

/** `InputGradGemmPackArgs` of assembly/f32-input-grad-gemm-pack.ts. */
export interface InputGradGemmPackArgs {
  readonly filter: number;
  readonly panels: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

export function inputGradGemmPackWords(args: InputGradGemmPackArgs): number[] {
  return [args.filter, args.panels, args.inChannels, args.outChannels];
}

/** `InputGradWinogradArgs` of assembly/f32-input-grad-winograd.ts. */
export interface InputGradWinogradArgs {
  readonly dy: number;
  readonly panels: number;
  readonly dx: number;
  readonly tile: number;
  readonly groupImages: number;
  readonly slices: number;
  readonly sliceChannels: number;
  readonly blockTiles: number;
  readonly geometry: ConvGeometry;
}

export function inputGradWinogradWords(args: InputGradWinogradArgs): number[] {
  return [
    args.dy,
    args.panels,
    args.dx,
    args.tile,
    args.groupImages,
    args.slices,
    args.sliceChannels,
    args.blockTiles,
    ...geometryWords(args.geometry),
  ];
}

/** `InputGradWinogradPackArgs` of assembly/f32-input-grad-winograd-pack.ts. */
export interface InputGradWinogradPackArgs {
  readonly filter: number;
  readonly panels: number;
  readonly tile: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

export function inputGradWinogradPackWords(args: InputGradWinogradPackArgs): number[] {
  return [args.filter, args.panels, args.tile, args.inChannels, args.outChannels];
}

/** `MatmulArgs` of assembly/matmul-args.ts. */
export interface MatmulArgs {
  readonly a: number;
  readonly panels: number;
  readonly bias: number;
  readonly y: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly chunkRows: number;
  readonly chunkPanels: number;
  readonly low: number;
  readonly high: number;
  readonly activation: Activation;
  readonly alpha: number;
  readonly alphas: number;
}

export function matmulWords(args: MatmulArgs): number[] {
  return [
    args.a,
    args.panels,
    args.bias,
    args.y,
    args.rows,
    args.columns,
    args.depth,
    args.chunkRows,
    args.chunkPanels,
    float32Word(args.low),
    float32Word(args.high),
    args.activation,
    float32Word(args.alpha),
    args.alphas,
  ];
}

/** `MaxPoolGradArgs` of assembly/f32-max-pool-grad.ts. */
export interface MaxPoolGradArgs extends ImageArgs {
  readonly x: number;
  readonly y: number;
  readonly dy: number;
  readonly dx: number;
}

export function maxPoolGradWords(args: MaxPoolGradArgs): number[] {
  return [...imageWords(args), args.x, args.y, args.dy, args.dx];
}

/** `MergeArgs` of assembly/f32-merge.ts. */
export interface MergeArgs {
  readonly x: number;
  readonly other: number;
  readonly y: number;
  readonly length: number;
  readonly chunkLength: number;
  readonly merge: Merge;
}

export function mergeWords(args: MergeArgs): number[] {
  return [args.x, args.other, args.y, args.length, args.chunkLength, args.merge];
}

/** `MergeMomentsArgs` of assembly/f32-merge-moments.ts. */
export interface MergeMomentsArgs {
  readonly partials: number;
  readonly mean: number;
  readonly variance: number;
  readonly rows: number;
  readonly channels: number;
  readonly chunkRows: number;
}

export function mergeMomentsWords(args: MergeMomentsArgs): number[] {
  return [args.partials, args.mean, args.variance, args.rows, args.channels, args.chunkRows];
}

/** `MomentsArgs` of assembly/f32-moments.ts. */
export interface MomentsArgs {
  readonly x: number;
  readonly partials: number;
  readonly rows: number;
  readonly channels: number;
  readonly chunkRows: number;
  readonly blockRows: number;
}

export function momentsWords(args: MomentsArgs): number[] {
  return [args.x, args.partials, args.rows, args.channels, args.chunkRows, args.blockRows];
}

/** `MomentumArgs` of assembly/f32-momentum.ts. */
export interface MomentumArgs {
  readonly weights: number;
  readonly gradient: number;
  readonly velocity: number;
  readonly out: number;
  readonly length: number;
  readonly chunkLength: number;
  readonly rate: number;
  readonly momentum: number;
  readonly nesterov: number;
  readonly keep: number;
}

export function momentumWords(args: MomentumArgs): number[] {
  return [
    args.weights,
    args.gradient,
    args.velocity,
    args.out,
    args.length,
    args.chunkLength,
    float32Word(args.rate),
    float32Word(args.momentum),
    args.nesterov,
    float32Word(args.keep),
  ];
}

/** `PackOperandArgs` of assembly/f32-pack-operands.ts. */
export interface PackOperandArgs {
  readonly source: number;
  readonly packed: number;
  readonly depth: number;
  readonly width: number;
  readonly transposed: number;
  readonly chunkWidth: number;
}

export function packOperandWords(args: PackOperandArgs): number[] {
  return [args.source, args.packed, args.depth, args.width, args.transposed, args.chunkWidth];
}

/** `Pad2DArgs` of assembly/f32-pad2d.ts. */
export interface Pad2DArgs {
  readonly x: number;
  readonly y: number;
  readonly inHeight: number;
  readonly outHeight: number;
  readonly top: number;
  readonly rowLength: number;
  readonly leftLength: number;
  readonly rightLength: number;
  readonly rows: number;
  readonly chunkRows: number;
}

export function pad2DWords(args: Pad2DArgs): number[] {
  return [
    args.x,
    args.y,
    args.inHeight,
    args.outHeight,
    args.top,
    args.rowLength,
    args.leftLength,
    args.rightLength,
    args.rows,
    args.chunkRows,
  ];
}

/** `Pool2DArgs` of assembly/f32-pool2d.ts. */
export interface Pool2DArgs extends ImageArgs {
  readonly x: number;
  readonly y: number;
}

export function pool2DWords(args: Pool2DArgs): number[] {
  return [...imageWords(args), args.x, args.y];
}

/** `ResizeRowsArgs` of assembly/resize-rows.ts. */
export interface ResizeRowsArgs {
  readonly pixels: number;
  readonly rowBytes: number;
  readonly channels: number;
  readonly columns: number;
  readonly before: number;
  readonly after: number;
  readonly planes: number;
  readonly y: number;
  readonly rows: number;
  readonly across: number;
  readonly acrossTaps: number;
  readonly width: number;
  readonly down: number;
  readonly downTaps: number;
  readonly height: number;
  readonly chunkRows: number;
  readonly out: number;
  readonly scale: number;
}

export function resizeRowsWords(args: ResizeRowsArgs): number[] {
  return [
    args.pixels,
    args.rowBytes,
    args.channels,
    args.columns,
    args.before,
    args.after,
    args.planes,
    args.y,
    args.rows,
    args.across,
    args.acrossTaps,
    args.width,
    args.down,
    args.downTaps,
    args.height,
    args.chunkRows,
    args.out,
    args.scale,
  ];
}

/** `ScaleShiftArgs` of assembly/f32-scale-shift.ts. */
export interface ScaleShiftArgs {
  readonly x: number;
  readonly center: number;
  readonly scale: number;
  readonly shift: number;
  readonly alphas: number;
  readonly y: number;
  readonly rows: number;
  readonly channels: number;
  readonly activation: Activation;
  readonly alpha: number;
  readonly chunkRows: number;
  readonly periodRows: number;
}

export function scaleShiftWords(args: ScaleShiftArgs): number[] {
  return [
    args.x,
    args.center,
    args.scale,
    args.shift,
    args.alphas,
    args.y,
    args.rows,
    args.channels,
    args.activation,
    float32Word(args.alpha),
    args.chunkRows,
    args.periodRows,
  ];
}

/** `SegmentSumArgs` of assembly/f32-segment-sum.ts. */
export interface SegmentSumArgs {
  readonly x: number;
  readonly ids: number;
  readonly out: number;
  readonly rows: number;
  readonly columns: number;
  readonly segments: number;
  readonly chunkColumns: number;
}

export function segmentSumWords(args: SegmentSumArgs): number[] {
  return [args.x, args.ids, args.out, args.rows, args.columns, args.segments, args.chunkColumns];
}

/** `SoftmaxArgs` of assembly/f32-softmax.ts. */
export interface SoftmaxArgs {
  readonly x: number;
  readonly y: number;
  readonly rows: number;
  readonly columns: number;
  readonly chunkRows: number;
}

export function softmaxWords(args: SoftmaxArgs): number[] {
  return [args.x, args.y, args.rows, args.columns, args.chunkRows];
}

/** `StridedCopyArgs` of assembly/f32-strided-copy.ts. */
export interface StridedCopyArgs {
  readonly x: number;
  readonly y: number;
  readonly size0: number;
  readonly size1: number;
  readonly size2: number;
  readonly size3: number;
  readonly size4: number;
  readonly xStride0: number;
  readonly xStride1: number;
  readonly xStride2: number;
  readonly xStride3: number;
  readonly xStride4: number;
  readonly yStride0: number;
  readonly yStride1: number;
  readonly yStride2: number;
  readonly yStride3: number;
  readonly yStride4: number;
  readonly rows: number;
  readonly chunkRows: number;
  readonly xImage: number;
  readonly yImage: number;
}

export function stridedCopyWords(args: StridedCopyArgs): number[] {
  return [
    args.x,
    args.y,
    args.size0,
    args.size1,
    args.size2,
    args.size3,
    args.size4,
    args.xStride0,
    args.xStride1,
    args.xStride2,
    args.xStride3,
    args.xStride4,
    args.yStride0,
    args.yStride1,
    args.yStride2,
    args.yStride3,
    args.yStride4,
    args.rows,
    args.chunkRows,
    args.xImage,
    args.yImage,
  ];
}

/** `SumOfSquaresArgs` of assembly/f32-sum-of-squares.ts. */
export interface SumOfSquaresArgs {
  readonly x: number;
  readonly out: number;
  readonly length: number;
  readonly chunkLength: number;
}

export function sumOfSquaresWords(args: SumOfSquaresArgs): number[] {
  return [args.x, args.out, args.length, args.chunkLength];
}

/** `VectorMatrixArgs` of assembly/f32-vector-matrix.ts. */
export interface VectorMatrixArgs {
  readonly a: number;
  readonly b: number;
  readonly bias: number;
  readonly y: number;
  readonly columns: number;
  readonly depth: number;
  readonly chunkColumns: number;
  readonly activation: Activation;
  readonly alpha: number;
  readonly alphas: number;
}

export function vectorMatrixWords(args: VectorMatrixArgs): number[] {
  return [
    args.a,
    args.b,
    args.bias,
    args.y,
    args.columns,
    args.depth,
    args.chunkColumns,
    args.activation,
    float32Word(args.alpha),
    args.alphas,
  ];
}
