import { cpus, loadavg, totalmem } from 'node:os';
import { enableRelaxedSimd, isRelaxedSimdSupported } from '@fer/backend-wasm';

/** Where numbers were taken: none means anything without it. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** `Node 20.20.2`, `Chromium 156.0.8078.79` */
  readonly engine: string;
  readonly v8: string;
  /** What the engine has, not what a library makes of it. */
  readonly simd: 'simd' | 'relaxed-simd';
  readonly loadAverage: readonly number[];
  readonly date: string;
}

export async function describeMachine(): Promise<Machine> {
  return {
    cpu: cpus()[0]!.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    engine: `Node ${process.versions.node}`,
    v8: process.versions.v8,
    simd: (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd',
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
    date: new Date().toISOString(),
  };
}

/** Turns relaxed SIMD on for this process, for us and for any peer in it. */
export async function requireRelaxedSimd(): Promise<void> {
  if (!(await enableRelaxedSimd())) throw new Error('This engine has no relaxed SIMD.');
}
