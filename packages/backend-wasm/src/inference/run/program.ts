import { argumentsOf, type Step } from '../../engine/step.ts';
import { align } from '../arena.ts';

/** Steps as `run_steps` reads them. */
export interface Program {
  readonly words: Int32Array;
  readonly steps: number;
  /** How many chunks of the steps threads can share. */
  readonly sharedChunks: number;
}

/** Op, arguments' address, chunks. */
const WORDS_PER_STEP = 3;

/** The most bytes that `encodeProgram` makes of such steps. */
export function programBytesOf(steps: readonly Step[]): number {
  return steps.reduce(
    (bytes, { fields }) => bytes + align((fields.length + 2) * 4),
    align(steps.length * WORDS_PER_STEP * 4),
  );
}

/**
 * Encodes steps: the table that `run_steps` goes through, then the arguments.
 *
 * @param at where the program will lie, a multiple of 64
 */
export function encodeProgram(
  steps: readonly Step[],
  at: number,
  { scratch, scratchBytes }: { readonly scratch: number; readonly scratchBytes: number },
): Program {
  const words = new Int32Array(programBytesOf(steps) / 4);
  let next = align(steps.length * WORDS_PER_STEP * 4) / 4;
  for (const [index, step] of steps.entries()) {
    const fields = argumentsOf(step, scratch, scratchBytes);
    words.set([step.op, at + next * 4, step.chunks], index * WORDS_PER_STEP);
    words.set(fields, next);
    next += align(fields.length * 4) / 4;
  }
  const sharedChunks = steps.reduce((sum, { chunks }) => sum + (chunks > 1 ? chunks : 0), 0);
  return { words, steps: steps.length, sharedChunks };
}
