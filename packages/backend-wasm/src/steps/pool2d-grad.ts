import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { wholeImageChunks } from './image-chunks.ts';
import { averagePoolGradWords, maxPoolGradWords } from './op-arguments.ts';

/**
 * dx of max pooling: each dy goes to the first of its window's largest values.
 *
 * @param at x and dx `[batch, inHeight, inWidth, channels]`, y (the maxima) and dy `[batch, outHeight, outWidth, channels]`
 */
export function maxPoolGrad(
  at: { readonly x: number; readonly y: number; readonly dy: number; readonly dx: number },
  geometry: ConvGeometry,
): Step {
  const { chunks, division } = wholeImageChunks(geometry);
  return {
    op: Op.maxPoolGrad,
    chunks,
    scratchFloats: 0,
    fields: maxPoolGradWords({ ...geometry, ...division, x: at.x, y: at.y, dy: at.dy, dx: at.dx }),
  };
}

/**
 * dx of average pooling: each dy, divided by the number of its window's pixels inside the image, goes to all of them.
 *
 * @param at dy `[batch, outHeight, outWidth, channels]`, dx `[batch, inHeight, inWidth, channels]`
 */
export function averagePoolGrad(
  at: { readonly dy: number; readonly dx: number },
  geometry: ConvGeometry,
): Step {
  const { chunks, division } = wholeImageChunks(geometry);
  return {
    op: Op.averagePoolGrad,
    chunks,
    scratchFloats: 0,
    fields: averagePoolGradWords({ ...geometry, ...division, dy: at.dy, dx: at.dx }),
  };
}
