import { backend_util, type Conv2DBackpropFilterAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryLength, geometryOf, geometryWords, isEmpty } from '../conv-geometry.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { blockRows, planPatches, roundUp } from '../patch-plan.ts';

/** x [batch, height, width, in] and dy [batch, outHeight, outWidth, out] give dfilter [height, width, in, out]. */
export const conv2DBackpropFilter: KernelDefinition = {
  kernelName: 'Conv2DBackpropFilter',
  create({ exports, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, dy } = inputs as KernelInputs<'x' | 'dy'>;
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
        attrs as unknown as Conv2DBackpropFilterAttrs;
      const info = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        pad,
        dimRoundingMode,
        false,
        backend_util.convertConv2DDataFormat(dataFormat),
      );
      assertChannelsLast('Conv2DBackpropFilter', info.dataFormat);
      const dfilter = heap.allocate(info.filterShape);
      if (isEmpty(info)) {
        heap.clear(
          heap.address(dfilter),
          info.filterShape.reduce((size, dimension) => size * dimension, 1),
        );
        return dfilter;
      }

      const patches = planPatches(info);
      const sizes = {
        geometry: geometryLength,
        panels: blockRows * roundUp(info.outChannels, 8),
        inputs: patches.tableLength,
        patches: patches.patchesLength,
        zeros: patches.zerosLength,
        scratch: 32,
      };
      heap.withWorkspace(sizes, (at) => {
        heap.writeInt32(at.geometry, geometryWords(geometryOf(info)));
        heap.clear(at.zeros, sizes.zeros);
        exports.f32_conv2d_backprop_filter(
          at.geometry,
          heap.address(x),
          heap.address(dy),
          heap.address(dfilter),
          at.panels,
          at.inputs,
          at.patches,
          patches.patchStride,
          at.zeros,
          at.scratch,
          blockRows,
        );
      });
      count('f32_conv2d_backprop_filter');
      return dfilter;
    };
  },
};
