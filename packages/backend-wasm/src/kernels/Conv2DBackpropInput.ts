import { backend_util, type Conv2DBackpropInputAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryLength, geometryOf, geometryWords, isEmpty } from '../conv-geometry.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { blockRows, roundUp } from '../patch-plan.ts';

/** dy [batch, outHeight, outWidth, out] and filter [height, width, in, out] give dx [batch, height, width, in]. */
export const conv2DBackpropInput: KernelDefinition = {
  kernelName: 'Conv2DBackpropInput',
  create({ exports, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { inputs, attrs } = call;
      const { dy, filter } = inputs as KernelInputs<'dy' | 'filter'>;
      const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
        attrs as unknown as Conv2DBackpropInputAttrs;
      const info = backend_util.computeConv2DInfo(
        inputShape,
        filter.shape as [number, number, number, number],
        strides,
        1,
        pad,
        dimRoundingMode,
        false,
        backend_util.convertConv2DDataFormat(dataFormat),
      );
      assertChannelsLast('Conv2DBackpropInput', info.dataFormat);
      if (dy.shape.join() !== info.outShape.join()) {
        // conv2dTranspose does not check its outputShape, and tfjs then takes the part of dy that fits.
        count('Conv2DBackpropInput:tfjs');
        return stock('Conv2DBackpropInput')!(call);
      }
      const dx = heap.allocate(info.inShape);
      if (isEmpty(info)) {
        heap.clear(
          heap.address(dx),
          info.inShape.reduce((size, dimension) => size * dimension, 1),
        );
        return dx;
      }

      const taps = info.filterHeight * info.filterWidth;
      const inFloats = roundUp(info.inChannels, 8);
      const sizes = {
        geometry: geometryLength,
        panels: taps * info.outChannels * inFloats,
        inputs: blockRows * taps,
        outputs: blockRows,
        zeros: info.outChannels,
        spare: inFloats,
        scratch: 32,
      };
      heap.withWorkspace(sizes, (at) => {
        heap.writeInt32(at.geometry, geometryWords(geometryOf(info)));
        heap.clear(at.zeros, sizes.zeros);
        heap.clear(at.spare, sizes.spare);
        exports.f32_conv2d_backprop_input(
          at.geometry,
          heap.address(dy),
          heap.address(filter),
          heap.address(dx),
          at.panels,
          at.inputs,
          at.outputs,
          at.zeros,
          at.spare,
          at.scratch,
          blockRows,
        );
      });
      count('f32_conv2d_backprop_input');
      return dx;
    };
  },
};
