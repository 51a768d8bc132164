import { backend_util, type Conv2DBackpropInputAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { inputGradient } from '../../steps/input-grad.ts';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { DilationAttr } from '../conv2d.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, out] and filter [height, width, in, out] give dx [batch, height, width, in]. */
export const conv2DBackpropInput: KernelDefinition = {
  kernelName: 'Conv2DBackpropInput',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { inputs, attrs } = call;
      const { dy, filter } = inputs as KernelInputs<'dy' | 'filter'>;
      const { strides, pad, dataFormat, dimRoundingMode, inputShape, dilations } =
        attrs as unknown as Conv2DBackpropInputAttrs & DilationAttr;
      const info = backend_util.computeConv2DInfo(
        inputShape,
        filter.shape as [number, number, number, number],
        strides,
        dilations ?? 1,
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

      const { algorithm, workspaceFloats, steps } = inputGradient(geometryOf(info));
      heap.withWorkspace({ workspace: workspaceFloats }, ({ workspace }) => {
        const at = { dy: heap.address(dy), filter: heap.address(filter), dx: heap.address(dx), workspace };
        for (const step of steps(at)) run(step);
      });
      count(`input_grad_${algorithm}`);
      return dx;
    };
  },
};
