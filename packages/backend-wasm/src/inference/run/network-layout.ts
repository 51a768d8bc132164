import type { Step } from '../../engine/step.ts';
import { scratchBytesOf } from '../../engine/step.ts';
import { type ArenaLayout, align, layoutArena } from '../arena.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import { liveValues } from '../live-values.ts';
import type { Plan } from '../plan.ts';
import { programBytesOf } from './program.ts';

/** With as many images, whatever the weights, a thread loses nothing by working alone. */
const ENOUGH_IMAGES = 4;

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

/** Where images are computed, as byte offsets. */
export interface Workplace {
  /** Of each of the plan's inputs, and outputs. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly program: number;
  /** The steps that compute `images` images. */
  stepsFor(images: number): PlanStep[];
}

/** Where everything of a network lies in the memory, as byte offsets. It is a workplace for the plan's batch. */
export interface NetworkLayout extends Workplace {
  readonly ops: readonly PlacedOp[];
  /** The whole arena; weights wait there to be packed before the first image comes. */
  readonly arena: number;
  readonly scratch: number;
  /** Of one thread. */
  readonly scratchBytes: number;
  /**
   * In the same arena, a place for each thread to compute its share of a batch alone; none for one thread, or a batch of
   * fewer images than threads.
   */
  readonly shares: readonly Workplace[];
  /** How many images a share must have at least to be worth it: each thread reads all weights for its own. */
  readonly leastShare: number;
  /** Where it is told which programs the shares run. */
  readonly sharePrograms: number;
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
  const arenaFor = (images: number) => {
    const workspaces = kernels.map((kernel, op) => ({
      byteLength: mostWorkspaceFloats(kernel, images) * 4,
      firstStep: op,
      lastStep: op,
    }));
    return layoutArena([...liveValues(plan, images), ...workspaces]);
  };
  const whole = arenaFor(plan.batch);
  const shareCount = threads > 1 && plan.batch >= threads ? threads : 0;
  const shareImages = Math.ceil(plan.batch / threads);
  const share = arenaFor(shareImages);
  const largestSource = Math.max(0, ...kernels.map(({ packed }) => packed?.source.byteLength ?? 0));
  const weightBytes = byteLength;
  const arena = reserve(Math.max(whole.byteLength, share.byteLength * shareCount, largestSource));

  const opsAt = (first: number): PlacedOp[] =>
    kernels.map((kernel, op) => {
      const { packed, resident } = weights[op]!;
      return {
        kernel,
        packed: packed === undefined ? 0 : first + packed,
        resident: resident.map((offset) => first + offset),
      };
    });
  const firstWorkspace = plan.inputs.length + plan.ops.length;
  const stepsAt = (
    addressOf: (block: number) => number,
    ops: readonly PlacedOp[],
    images: number,
  ): PlanStep[] => {
    return ops.flatMap(({ kernel, packed, resident }, op) => {
      const places = {
        inputs: plan.ops[op]!.inputs.map(addressOf),
        output: addressOf(plan.inputs.length + op),
        packed,
        resident,
        workspace: addressOf(firstWorkspace + op),
      };
      return kernel.run(places, images).map((step) => ({ ...step, planOp: op }));
    });
  };

  // How large steps are does not depend on where they work.
  const anywhere = (block: number) => align(1) + whole.offsets[block]!;
  const somewhere = opsAt(align(1));
  let programBytes = 0;
  let scratchBytes = Math.max(0, ...kernels.map(packScratchBytes));
  for (let images = 1; images <= plan.batch; images++) {
    const steps = stepsAt(anywhere, somewhere, images);
    programBytes = Math.max(programBytes, programBytesOf(steps));
    for (const step of steps) scratchBytes = Math.max(scratchBytes, scratchBytesOf(step));
  }
  const program = reserve(programBytes);
  const shareProgramsAt = Array.from({ length: shareCount }, () => reserve(programBytes));
  const sharePrograms = reserve(shareCount * 8);
  const scratch = reserve(scratchBytes * threads);
  return {
    byteLength,
    place(first) {
      const ops = opsAt(first);
      const workplace = (at: number, { offsets }: ArenaLayout, programAt: number): Workplace => {
        const addressOf = (block: number) => first + arena + at + offsets[block]!;
        return {
          inputs: plan.inputs.map((_, value) => addressOf(value)),
          outputs: plan.outputs.map(({ value }) => addressOf(value)),
          program: first + programAt,
          stepsFor: (images) => stepsAt(addressOf, ops, images),
        };
      };
      return {
        ...workplace(0, whole, program),
        ops,
        arena: first + arena,
        scratch: first + scratch,
        scratchBytes,
        shares: shareProgramsAt.map((at, index) => workplace(index * share.byteLength, share, at)),
        leastShare: Math.min((weightBytes * shareImages) / share.byteLength, ENOUGH_IMAGES),
        sharePrograms: first + sharePrograms,
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
