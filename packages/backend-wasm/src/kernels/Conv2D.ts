import { backend_util, type Conv2DAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryLength, geometryOf, geometryWords, isEmpty } from '../conv-geometry.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { blockRows, planPatches, roundUp } from '../patch-plan.ts';

/** x [batch, height, width, in], filter [height, width, in, out], any stride, padding and dilation. */
export const conv2D: KernelDefinition = {
  kernelName: 'Conv2D',
  create({ exports, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, filter } = inputs as KernelInputs<'x' | 'filter'>;
      const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs as unknown as Conv2DAttrs;
      const info = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filter.shape as [number, number, number, number],
        strides,
        dilations,
        pad,
        dimRoundingMode,
        false,
        backend_util.convertConv2DDataFormat(dataFormat),
      );
      assertChannelsLast('Conv2D', info.dataFormat);
      const y = heap.allocate(info.outShape);
      if (isEmpty(info)) return y;

      const patches = planPatches(info);
      const filterSize = info.filterHeight * info.filterWidth * info.inChannels;
      const outFloats = roundUp(info.outChannels, 8);
      const sizes = {
        geometry: geometryLength,
        panels: filterSize * outFloats,
        inputs: patches.tableLength,
        outputs: blockRows,
        patches: patches.patchesLength,
        zeros: patches.zerosLength,
        spare: outFloats,
        scratch: 32,
      };
      heap.withWorkspace(sizes, (at) => {
        heap.writeInt32(at.geometry, geometryWords(geometryOf(info)));
        heap.clear(at.zeros, sizes.zeros);
        exports.f32_conv2d_nhwc(
          at.geometry,
          heap.address(x),
          heap.address(filter),
          heap.address(y),
          at.panels,
          at.inputs,
          at.outputs,
          at.patches,
          patches.patchStride,
          at.zeros,
          at.spare,
          at.scratch,
          blockRows,
        );
      });
      count('f32_conv2d_nhwc');
      return y;
    };
  },
};
