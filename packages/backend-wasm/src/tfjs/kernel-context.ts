import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Step } from '../engine/step.ts';
import type { TfjsHeap } from './heap.ts';

/** What every kernel works with. */
export interface KernelContext {
  readonly heap: TfjsHeap;
  /** Computes a step on all threads and waits for it. */
  readonly run: (step: Step) => void;
  /** Notes that `path` ran, for `wasmKernelCalls`. */
  readonly count: (path: string) => void;
  /** tfjs's own kernel of that name, for the cases that ours leaves to it; undefined if tfjs has none. */
  readonly stock: (kernelName: string) => KernelFunc | undefined;
}

/** One kernel: the name under which tfjs looks it up, and how to make its function. */
export interface KernelDefinition {
  readonly kernelName: string;
  create(context: KernelContext): KernelFunc;
}

/** The inputs of a kernel by name; tfjs checks that they are there. */
export type KernelInputs<Names extends string> = Readonly<Record<Names, TensorInfo>>;
