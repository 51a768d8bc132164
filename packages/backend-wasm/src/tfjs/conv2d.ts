import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation } from '../../assembly/activation.ts';
import {
  type ConvAlgorithm,
  chooseConvAlgorithm,
  fitsConvAlgorithm,
} from '../steps/choose-conv-algorithm.ts';
import { conv2DSteps } from '../steps/conv2d.ts';
import { geometryOf, isEmpty } from './conv-info.ts';
import type { KernelContext } from './kernel-context.ts';

/** A convolution of tensors, all float32. */
export interface ConvCall {
  /** [batch, height, width, inChannels] */
  readonly x: TensorInfo;
  /** [height, width, inChannels, outChannels] */
  readonly filter: TensorInfo;
  readonly info: backend_util.Conv2DInfo;
  /** [outChannels] */
  readonly bias?: TensorInfo | undefined;
  readonly activation: Activation;
  /** What leaky ReLU multiplies negative results with. */
  readonly alpha?: number | undefined;
  /** [outChannels], what PReLU multiplies them with. */
  readonly alphas?: TensorInfo | undefined;
}

let forced: ConvAlgorithm | undefined;

/** For tests: computes every convolution that `algorithm` fits with it, until it is called with undefined. */
export function setConvAlgorithm(algorithm: ConvAlgorithm | undefined): void {
  forced = algorithm;
}

/** @returns activation(x * filter + bias), [batch, outHeight, outWidth, outChannels] */
export function convolve(
  { heap, run, count }: KernelContext,
  { x, filter, info, bias, activation, alpha, alphas }: ConvCall,
): TensorInfo {
  const y = heap.allocate(info.outShape);
  if (isEmpty(info)) return y;
  const geometry = geometryOf(info);
  const algorithm =
    forced !== undefined && fitsConvAlgorithm(forced, geometry)
      ? forced
      : chooseConvAlgorithm(geometry, { packedOnce: false });
  const steps = conv2DSteps(geometry, { activation, alpha: alpha ?? 0 }, algorithm);
  const addressOf = (tensor: TensorInfo | undefined) => (tensor ? heap.address(tensor) : 0);
  heap.withWorkspace({ packed: steps.packedFloats }, ({ packed }) => {
    run(steps.pack({ filter: heap.address(filter), packed }));
    run(
      steps.run({
        x: heap.address(x),
        packed,
        bias: addressOf(bias),
        alphas: addressOf(alphas),
        y: heap.address(y),
      }),
    );
  });
  count(`conv2d_${algorithm.replace('-', '_')}`);
  return y;
}

/** An attribute that our kernels of the gradients take besides tfjs's: tfjs itself refuses gradients of dilated ones. */
export interface DilationAttr {
  /** Default 1. */
  readonly dilations?: [number, number] | number;
}

/** What tfjs works out of the attributes of its convolutions. */
export function convInfoOf(
  x: TensorInfo,
  filter: TensorInfo,
  attrs: {
    readonly strides: [number, number] | number;
    readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
    readonly dataFormat: 'NHWC' | 'NCHW';
    readonly dilations: [number, number] | number;
    readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  },
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number, number],
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(attrs.dataFormat),
  );
}
