import type { Step } from '../../engine/step.ts';
import { scratchBytesOf } from '../../engine/step.ts';
import { align, layoutArena } from '../arena.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import { liveValues } from '../live-values.ts';
import type { Plan } from '../plan.ts';
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

/** Where everything of a network lies in the memory, as byte offsets. */
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
  /** The steps that compute `images` images, at most the plan's batch. */
  stepsFor(images: number): PlanStep[];
}

/** A network's region: how large it is, and what lies where in it. */
export interface MeasuredNetwork {
  readonly byteLength: number;
  /** @param first the region's address, a multiple of 64, not 0 */
  place(first: number): NetworkLayout;
}

export interface MeasureOptions {
  /** How each op runs. */
  readonly kernels: readonly OpKernel[];
  readonly threads: number;
}

/** Lays out a network's region: weights, arena, steps, scratch memory of the threads. */
export function measureNetwork(plan: Plan, { kernels, threads }: MeasureOptions): MeasuredNetwork {
  let byteLength = 0;
  const reserve = (length: number): number => {
    const at = byteLength;
    byteLength += align(length);
    return at;
  };

  const weights = kernels.map((kernel) => ({
    packed: kernel.packed === undefined ? undefined : reserve(kernel.packed.floats * 4),
    resident: kernel.resident.map((tensor) => reserve(tensor.byteLength)),
  }));
  const values = liveValues(plan, plan.batch);
  const workspaces = kernels.map((kernel, op) => ({
    byteLength: mostWorkspaceFloats(kernel, plan.batch) * 4,
    firstStep: op,
    lastStep: op,
  }));
  const { offsets, byteLength: arenaBytes } = layoutArena([...values, ...workspaces]);
  const largestSource = Math.max(0, ...kernels.map(({ packed }) => packed?.source.byteLength ?? 0));
  const arena = reserve(Math.max(arenaBytes, largestSource));

  const opsAt = (first: number): PlacedOp[] =>
    kernels.map((kernel, op) => {
      const { packed, resident } = weights[op]!;
      return {
        kernel,
        packed: packed === undefined ? 0 : first + packed,
        resident: resident.map((offset) => first + offset),
      };
    });
  const stepsAt = (first: number, ops: readonly PlacedOp[], images: number): PlanStep[] => {
    const addressOf = (block: number) => first + arena + offsets[block]!;
    return ops.flatMap(({ kernel, packed, resident }, op) => {
      const places = {
        inputs: plan.ops[op]!.inputs.map(addressOf),
        output: addressOf(plan.inputs.length + op),
        packed,
        resident,
        workspace: addressOf(values.length + op),
      };
      return kernel.run(places, images).map((step) => ({ ...step, planOp: op }));
    });
  };

  // How large steps are does not depend on where they work.
  const anywhere = align(1);
  const somewhere = opsAt(anywhere);
  let programBytes = 0;
  let scratchBytes = Math.max(0, ...kernels.map(packScratchBytes));
  for (let images = 1; images <= plan.batch; images++) {
    const steps = stepsAt(anywhere, somewhere, images);
    programBytes = Math.max(programBytes, programBytesOf(steps));
    for (const step of steps) scratchBytes = Math.max(scratchBytes, scratchBytesOf(step));
  }
  const program = reserve(programBytes);
  const scratch = reserve(scratchBytes * threads);
  return {
    byteLength,
    place(first) {
      const ops = opsAt(first);
      const valueAt = (value: number) => first + arena + offsets[value]!;
      return {
        ops,
        arena: first + arena,
        inputs: plan.inputs.map((_, value) => valueAt(value)),
        outputs: plan.outputs.map(({ value }) => valueAt(value)),
        program: first + program,
        scratch: first + scratch,
        scratchBytes,
        stepsFor: (images) => stepsAt(first, ops, images),
      };
    },
  };
}

/** Fewer images may take another path, which needs more. */
function mostWorkspaceFloats(kernel: OpKernel, images: number): number {
  return Math.max(...Array.from({ length: images }, (_, index) => kernel.workspaceFloats(index + 1)));
}

function packScratchBytes({ packed }: OpKernel): number {
  return packed === undefined ? 0 : scratchBytesOf(packed.pack({ source: 0, packed: 0 }));
}
