/** Bytes that are in use from one step to another, both included. */
export interface Block {
  readonly byteLength: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

export interface ArenaLayout {
  /** Where each block begins, in the order they were given, multiples of 64. */
  readonly offsets: readonly number[];
  readonly byteLength: number;
}

/** Blocks begin at cache lines. */
export const ARENA_ALIGNMENT = 64;

/**
 * Lays out blocks so that two that are in use at the same step never overlap, and others share memory: the largest
 * first, each at the lowest place that is free for as long as it lives (Pisarchyk and Lee 2020, arXiv:2001.03288,
 * "greedy by size").
 */
export function layoutArena(blocks: readonly Block[]): ArenaLayout {
  const bySize = [...blocks.keys()].sort((a, b) => blocks[b]!.byteLength - blocks[a]!.byteLength || a - b);
  const offsets = new Array<number>(blocks.length).fill(0);
  const placed: number[] = [];
  let byteLength = 0;
  for (const index of bySize) {
    const block = blocks[index]!;
    const rivals = placed
      .filter((other) => liveTogether(blocks[other]!, block))
      .sort((a, b) => offsets[a]! - offsets[b]!);
    let offset = 0;
    for (const rival of rivals) {
      if (offset + block.byteLength <= offsets[rival]!) break;
      offset = Math.max(offset, align(offsets[rival]! + blocks[rival]!.byteLength));
    }
    offsets[index] = offset;
    placed.push(index);
    byteLength = Math.max(byteLength, align(offset + block.byteLength));
  }
  return { offsets, byteLength };
}

/** The next multiple of `ARENA_ALIGNMENT`. */
export function align(byteLength: number): number {
  return Math.ceil(byteLength / ARENA_ALIGNMENT) * ARENA_ALIGNMENT;
}

function liveTogether(a: Block, b: Block): boolean {
  return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}
