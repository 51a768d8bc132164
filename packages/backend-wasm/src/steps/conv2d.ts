import { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { type ConvAlgorithm, chooseConvAlgorithm, winogradTileSize } from './choose-conv-algorithm.ts';
import { convPackWords, convWords } from './op-arguments.ts';
import { splitConv } from './split-conv.ts';

/** What is done to the sums of a convolution before they are stored. */
export interface ConvEpilogue {
  readonly activation: Activation;
  /** What `leakyRelu` multiplies negative numbers with. */
  readonly alpha?: number;
}

/** The steps of a convolution; addresses are byte offsets, 0 where there is nothing. */
export interface ConvSteps {
  readonly algorithm: ConvAlgorithm;
  /** Floats of the packed filter, whose form depends on the filter's shape and the algorithm only. */
  readonly packedFloats: number;
  /** Packs the filter [filterHeight, filterWidth, inChannels, outChannels]; once for each set of weights. */
  pack(at: { filter: number; packed: number }): Step;
  /**
   * x [batch, inHeight, inWidth, inChannels] to y [batch, outHeight, outWidth, outChannels].
   *
   * @param at.bias  [outChannels], or 0
   * @param at.alphas of PReLU, [outChannels], or 0
   * @param at.other  added before the activation, as y, by `gemm` alone; 0 (the default) for nothing
   */
  run(at: { x: number; packed: number; bias: number; alphas: number; other?: number; y: number }): Step;
}

/**
 * A convolution with bias and activation as steps. None of its dimensions may be 0.
 *
 * @param algorithm default: the fastest, if the filter is packed once for many runs
 */
export function conv2DSteps(
  geometry: ConvGeometry,
  epilogue: ConvEpilogue,
  algorithm: ConvAlgorithm = chooseConvAlgorithm(geometry, { packedOnce: true }),
): ConvSteps {
  const { inChannels, outChannels } = geometry;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const tileSize = winogradTileSize(algorithm);
  const winograd = tileSize > 0;
  const packedTaps = winograd ? (tileSize + 2) ** 2 : taps;
  const panels = Math.ceil(outChannels / 8);
  const { activation, lowest, highest } = limitsOf(epilogue.activation);
  const split = splitConv(geometry, tileSize);

  return {
    algorithm,
    packedFloats: packedTaps * inChannels * panels * 8,
    pack: ({ filter, packed }) => ({
      op: winograd ? Op.conv2DPackWinograd : Op.conv2DPackGemm,
      chunks: panels,
      scratchFloats: winograd ? 9 * 4 + 24 * 4 : 0,
      fields: convPackWords({ filter, packed, taps, inChannels, outChannels, tileSize }),
    }),
    run: ({ x, packed, bias, alphas, other = 0, y }) => ({
      op: winograd ? Op.conv2DWinograd : Op.conv2DGemm,
      chunks: split.rowChunks * split.columnChunks,
      scratchFloats: split.scratchFloats,
      fields: convWords({
        x,
        packed,
        bias,
        alphas,
        other,
        y,
        activation,
        alpha: epilogue.alpha ?? 0,
        lowest,
        highest,
        chunkRows: split.chunkRows,
        blockRows: split.blockRows,
        chunkColumns: split.chunkColumns,
        columnChunks: split.columnChunks,
        tileSize,
        geometry: isPointwise(geometry) ? inOneRow(geometry) : geometry,
      }),
    }),
  };
}

/** Activations that are mere limits are applied while the sums are in registers; the others after. */
function limitsOf(activation: Activation): { activation: Activation; lowest: number; highest: number } {
  const lowest = activation === Activation.relu || activation === Activation.relu6 ? 0 : -Infinity;
  const highest = activation === Activation.relu6 ? 6 : Infinity;
  return { activation: lowest === 0 ? Activation.none : activation, lowest, highest };
}

/** Whether each output pixel comes of the input pixel at its place. */
function isPointwise(geometry: ConvGeometry): boolean {
  return (
    geometry.filterHeight * geometry.filterWidth === 1 &&
    geometry.inHeight === geometry.outHeight &&
    geometry.inWidth === geometry.outWidth &&
    geometry.strideHeight * geometry.strideWidth === 1 &&
    geometry.padTop === 0 &&
    geometry.padLeft === 0
  );
}

/** The pixels of all images as one row, which no tile reaches over the end of but the last. */
function inOneRow(geometry: ConvGeometry): ConvGeometry {
  const width = geometry.batch * geometry.outHeight * geometry.outWidth;
  return { ...geometry, batch: 1, inHeight: 1, outHeight: 1, inWidth: width, outWidth: width };
}
