import type { Step } from '../../engine/step.ts';

/** Weights that a step brings into the form that the kernel reads, once, when the network is loaded. */
export interface PackedWeights {
  readonly source: Float32Array;
  /** Floats of the packed form. */
  readonly floats: number;
  pack(at: { readonly source: number; readonly packed: number }): Step;
}

/** Byte offsets of all that an op works on. */
export interface OpAddresses {
  readonly inputs: readonly number[];
  readonly output: number;
  /** 0 if nothing is packed. */
  readonly packed: number;
  /** One a tensor of `resident`. */
  readonly resident: readonly number[];
  readonly workspace: number;
}

/** How an op of a plan runs on the kernels of the binary. */
export interface OpKernel {
  readonly packed?: PackedWeights;
  /** Weights that are read as they are. */
  readonly resident: readonly Float32Array[];
  /** Memory that the op's steps share, in floats. */
  workspaceFloats(images: number): number;
  run(at: OpAddresses, images: number): Step[];
}

/** The kernel of an op that is one step and has no weights. */
export function withoutWeights(step: (at: OpAddresses, images: number) => Step): OpKernel {
  return { resident: [], workspaceFloats: () => 0, run: (at, images) => [step(at, images)] };
}
