import type { PlanOp } from '../plan.ts';
import { foldIntoNext } from './fold-into-next.ts';
import { foldScaleShift } from './fold-scale-shift.ts';
import { fuseActivation } from './fuse-activation.ts';
import { mergePadding } from './merge-padding.ts';

/**
 * Makes one op of two, where it does the same work: `consumer` reads `producer`, and nothing else does.
 *
 * @returns the op that replaces both, without regard to name and inputs; undefined where the two must stay
 */
export type FusionRule = (producer: PlanOp, consumer: PlanOp) => PlanOp | undefined;

const RULES: readonly FusionRule[] = [foldScaleShift, fuseActivation, mergePadding, foldIntoNext];

/** Applies the rules until none fits any more. */
export function fuseOps(ops: readonly PlanOp[], rules: readonly FusionRule[] = RULES): PlanOp[] {
  const readers = new Map<number, number>([[ops.length, 1]]);
  for (const id of ops.flatMap(({ inputs }) => inputs)) readers.set(id, (readers.get(id) ?? 0) + 1);

  // By the value that each op gives, in order of computation.
  const fused = new Map<number, PlanOp>();
  for (const [index, op] of ops.entries()) {
    let current = op;
    for (;;) {
      const from = current.inputs[0]!;
      const producer = fused.get(from);
      if (producer === undefined || readers.get(from) !== 1) break;
      const merged = applyFirst(rules, producer, current);
      if (merged === undefined) break;
      fused.delete(from);
      current = { ...merged, name: joinNames(producer.name, current.name), inputs: producer.inputs };
    }
    fused.set(index + 1, current);
  }
  return renumber(fused);
}

function applyFirst(rules: readonly FusionRule[], producer: PlanOp, consumer: PlanOp): PlanOp | undefined {
  for (const rule of rules) {
    const merged = rule(producer, consumer);
    if (merged !== undefined) return merged;
  }
  return undefined;
}

/** One layer may have become several ops. */
function joinNames(first: string, second: string): string {
  return first.split('+').at(-1) === second.split('+')[0]
    ? [first, ...second.split('+').slice(1)].join('+')
    : `${first}+${second}`;
}

/** Values are numbered by the op that gives them, and some are gone. */
function renumber(ops: ReadonlyMap<number, PlanOp>): PlanOp[] {
  const numbers = new Map([[0, 0]]);
  return [...ops].map(([id, op], index) => {
    numbers.set(id, index + 1);
    return { ...op, inputs: op.inputs.map((input) => numbers.get(input)!) };
  });
}
