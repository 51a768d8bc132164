import { loadOnOnnxruntime } from './onnxruntime-network.ts';
import type { System } from './system.ts';

/** onnxruntime as native code (MLAS). */
export const onnxruntimeNode: System = {
  name: 'ort-node',
  hasThreads: true,
  async load(network, threads) {
    const ort = await import('onnxruntime-node');
    return loadOnOnnxruntime(ort, network, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  },
};
