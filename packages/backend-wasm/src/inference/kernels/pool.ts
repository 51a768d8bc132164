import { globalPool } from '../../steps/global-pool.ts';
import { averagePool2D, maxPool2D } from '../../steps/pool2d.ts';
import type { GlobalPoolOp, PoolOp } from '../plan.ts';
import { type OpKernel, withoutWeights } from './op-kernel.ts';

export function poolKernel({ type, geometry }: PoolOp): OpKernel {
  const pool = type === 'maxPool' ? maxPool2D : averagePool2D;
  return withoutWeights(({ inputs, output }, images) =>
    pool({ x: inputs[0]!, y: output }, { batch: images, ...geometry }),
  );
}

export function globalPoolKernel({ type, pixels, channels }: GlobalPoolOp): OpKernel {
  const kind = type === 'globalMaxPool' ? 'max' : 'average';
  return withoutWeights(({ inputs, output }, images) =>
    globalPool(kind, { x: inputs[0]!, y: output }, images, pixels, channels),
  );
}
