import type { Block } from '../arena.ts';
import { outputLengthOf } from '../op-lengths.ts';
import type { Plan } from '../plan.ts';
import { type Segment, segmentOf } from './segments.ts';

/** A plan's value in the arena. */
export interface LiveValue extends Block {
  /** Floats of one image. */
  readonly length: number;
  /** Whether it holds the whole batch, or just the images that its segment has at a time. */
  readonly isWhole: boolean;
}

/** How large each value of a plan is and when it is in use, counted in ops. Value 0 is the input. */
export function liveValues({ input, ops, batch }: Plan, segments: readonly Segment[]): LiveValue[] {
  const lengths = [input.height * input.width * input.channels, ...ops.map(outputLengthOf)];
  return lengths.map((length, value) => {
    const readers = [...ops.keys()].filter((op) => ops[op]!.inputs.includes(value));
    const isOutside = value === 0 || value === ops.length;
    const first = segmentOf(segments, Math.max(0, value - 1));
    const last = segmentOf(segments, Math.max(...readers, value - 1));
    const isWhole = isOutside || first !== last;
    return {
      length,
      isWhole,
      byteLength: length * 4 * (isWhole ? batch : first.images),
      // A segment that runs in several turns begins anew while what it has given stays.
      firstStep: isWhole && first.images < batch ? first.first : Math.max(0, value - 1),
      lastStep: isWhole && last.images < batch ? last.end - 1 : Math.max(...readers, value - 1),
    };
  });
}
