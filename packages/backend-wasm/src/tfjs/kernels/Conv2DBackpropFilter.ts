import { backend_util, type Conv2DBackpropFilterAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { filterGradient } from '../../steps/filter-grad.ts';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { DilationAttr } from '../conv2d.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, in] and dy [batch, outHeight, outWidth, out] give dfilter [height, width, in, out]. */
export const conv2DBackpropFilter: KernelDefinition = {
  kernelName: 'Conv2DBackpropFilter',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, dy } = inputs as KernelInputs<'x' | 'dy'>;
      const { strides, pad, dataFormat, dimRoundingMode, filterShape, dilations } =
        attrs as unknown as Conv2DBackpropFilterAttrs & DilationAttr;
      const info = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        dilations ?? 1,
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

      const { algorithm, workspaceFloats, steps } = filterGradient(geometryOf(info));
      heap.withWorkspace({ workspace: workspaceFloats }, ({ workspace }) => {
        const at = { x: heap.address(x), dy: heap.address(dy), dfilter: heap.address(dfilter), workspace };
        for (const step of steps(at)) run(step);
      });
      count(`filter_grad_${algorithm.replace('-', '_')}`);
      return dfilter;
    };
  },
};
