import type { Step } from '../../engine/step.ts';
import { scratchBytesOf } from '../../engine/step.ts';
import { align, layoutArena } from '../arena.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import type { Plan } from '../plan.ts';
import { type LiveValue, liveValues } from './live-values.ts';
import { programBytesOf } from './program.ts';
import type { Segment } from './segments.ts';

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
  readonly input: number;
  readonly output: number;
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
  /** All ops, in order. */
  readonly segments: readonly Segment[];
}

/** Lays out a network's memory: weights, arena, steps, scratch memory of the threads. */
export function layoutNetwork(
  plan: Plan,
  { kernels, first, threads, segments }: LayoutOptions,
): NetworkLayout {
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

  const values = liveValues(plan, segments);
  const workspaces = segments.flatMap(({ first: start, end: stop, images }) =>
    ops.slice(start, stop).map(({ kernel }, index) => ({
      byteLength: mostWorkspaceFloats(kernel, images) * 4,
      firstStep: start + index,
      lastStep: start + index,
    })),
  );
  const { offsets, byteLength: arenaBytes } = layoutArena([...values, ...workspaces]);
  const largestSource = Math.max(0, ...ops.map(({ kernel }) => kernel.packed?.source.byteLength ?? 0));
  const arena = reserve(Math.max(arenaBytes, largestSource));
  const addresses = offsets.map((offset) => arena + offset);

  const stepsFor = (images: number): PlanStep[] =>
    segments.flatMap((segment) =>
      turnsOf(segment, images, (from, count) => segmentSteps(segment, from, count)),
    );

  const segmentSteps = ({ first: start, end: stop }: Segment, from: number, count: number): PlanStep[] =>
    ops.slice(start, stop).flatMap(({ kernel, packed, resident }, index) => {
      const at = (value: number) => addresses[value]! + firstByte(values[value]!, from);
      const op = start + index;
      const places = {
        inputs: plan.ops[op]!.inputs.map(at),
        output: at(op + 1),
        packed,
        resident,
        workspace: addresses[values.length + op]!,
      };
      return kernel.run(places, count).map((step) => ({ ...step, planOp: op }));
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
    input: addresses[0]!,
    output: addresses[plan.ops.length]!,
    program: reserve(programBytes),
    scratch: reserve(scratchBytes * threads),
    scratchBytes,
    byteLength: end,
    stepsFor,
  };
}

/** Calls `run` for one part of the images after the other. */
function turnsOf(
  { images: most }: Segment,
  images: number,
  run: (from: number, count: number) => PlanStep[],
): PlanStep[] {
  const steps: PlanStep[] = [];
  for (let from = 0; from < images; from += most) steps.push(...run(from, Math.min(most, images - from)));
  return steps;
}

function firstByte({ isWhole, length }: LiveValue, image: number): number {
  return isWhole ? image * length * 4 : 0;
}

/** Fewer images may take another path, which needs more. */
function mostWorkspaceFloats(kernel: OpKernel, images: number): number {
  return Math.max(...Array.from({ length: images }, (_, index) => kernel.workspaceFloats(index + 1)));
}

function packScratchBytes({ packed }: OpKernel): number {
  return packed === undefined ? 0 : scratchBytesOf(packed.pack({ source: 0, packed: 0 }));
}
