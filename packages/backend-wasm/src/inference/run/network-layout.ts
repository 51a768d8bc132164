import type { Step } from '../../engine/step.ts';
import { scratchBytesOf } from '../../engine/step.ts';
import { align, layoutArena } from '../arena.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import type { Plan } from '../plan.ts';
import { liveValues } from './live-values.ts';
import { programBytesOf } from './program.ts';

/** An op of a network with the places of its weights. */
export interface PlacedOp {
  readonly kernel: OpKernel;
  readonly packed: number;
  readonly resident: readonly number[];
}

/** A step, and which op of the plan it belongs to. */
export interface PlanStep extends Step {
  readonly planOp: number;
}

/** Where everything of a network lies in its memory, as byte offsets. */
export interface NetworkLayout {
  readonly ops: readonly PlacedOp[];
  /** The whole arena; weights wait there to be packed before the first image comes. */
  readonly arena: number;
  /** Of each of the plan's inputs, and outputs. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly program: number;
  readonly scratch: number;
  /** Of one thread. */
  readonly scratchBytes: number;
  readonly byteLength: number;
  /** The steps that compute `images` images, at most the plan's batch. */
  stepsFor(images: number): PlanStep[];
}

export interface LayoutOptions {
  /** How each op runs. */
  readonly kernels: readonly OpKernel[];
  /** The first byte that is free, a multiple of 64, not 0. */
  readonly first: number;
  readonly threads: number;
}

/** Lays out a network's memory: weights, arena, steps, scratch memory of the threads. */
export function layoutNetwork(plan: Plan, { kernels, first, threads }: LayoutOptions): NetworkLayout {
  let end = first;
  const reserve = (byteLength: number): number => {
    const at = end;
    end += align(byteLength);
    return at;
  };

  const ops = kernels.map(
    (kernel): PlacedOp => ({
      kernel,
      packed: kernel.packed === undefined ? 0 : reserve(kernel.packed.floats * 4),
      resident: kernel.resident.map(({ byteLength }) => reserve(byteLength)),
    }),
  );

  const values = liveValues(plan);
  const workspaces = ops.map(({ kernel }, op) => ({
    byteLength: mostWorkspaceFloats(kernel, plan.batch) * 4,
    firstStep: op,
    lastStep: op,
  }));
  const { offsets, byteLength: arenaBytes } = layoutArena([...values, ...workspaces]);
  const largestSource = Math.max(0, ...ops.map(({ kernel }) => kernel.packed?.source.byteLength ?? 0));
  const arena = reserve(Math.max(arenaBytes, largestSource));
  const addresses = offsets.map((offset) => arena + offset);

  const stepsFor = (images: number): PlanStep[] =>
    ops.flatMap(({ kernel, packed, resident }, op) => {
      const places = {
        inputs: plan.ops[op]!.inputs.map((value) => addresses[value]!),
        output: addresses[plan.inputs.length + op]!,
        packed,
        resident,
        workspace: addresses[values.length + op]!,
      };
      return kernel.run(places, images).map((step) => ({ ...step, planOp: op }));
    });

  let programBytes = 0;
  let scratchBytes = Math.max(0, ...ops.map(({ kernel }) => packScratchBytes(kernel)));
  for (let images = 1; images <= plan.batch; images++) {
    const steps = stepsFor(images);
    programBytes = Math.max(programBytes, programBytesOf(steps));
    for (const step of steps) scratchBytes = Math.max(scratchBytes, scratchBytesOf(step));
  }
  return {
    ops,
    arena,
    inputs: addresses.slice(0, plan.inputs.length),
    outputs: plan.outputs.map(({ value }) => addresses[value]!),
    program: reserve(programBytes),
    scratch: reserve(scratchBytes * threads),
    scratchBytes,
    byteLength: end,
    stepsFor,
  };
}

/** Fewer images may take another path, which needs more. */
function mostWorkspaceFloats(kernel: OpKernel, images: number): number {
  return Math.max(...Array.from({ length: images }, (_, index) => kernel.workspaceFloats(index + 1)));
}

function packScratchBytes({ packed }: OpKernel): number {
  return packed === undefined ? 0 : scratchBytesOf(packed.pack({ source: 0, packed: 0 }));
}
