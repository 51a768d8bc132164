import type { LoweredGraph } from '../lower/lower-graph.ts';
import type { PlanOp } from '../plan.ts';
import { foldIntoNext } from './fold-into-next.ts';
import { foldScaleShift } from './fold-scale-shift.ts';
import { fuseActivation } from './fuse-activation.ts';
import { fuseAdd } from './fuse-add.ts';
import type { FusionRule } from './fusion-rule.ts';
import { mergePadding } from './merge-padding.ts';

export const RULES: readonly FusionRule[] = [
  foldScaleShift,
  fuseActivation,
  fuseAdd,
  mergePadding,
  foldIntoNext,
];

/** Applies the rules until none fits any more. */
export function fuseOps(graph: LoweredGraph, rules: readonly FusionRule[] = RULES): LoweredGraph {
  const { inputs, ops, outputs } = graph;
  const readers = new Map<number, number>();
  for (const id of [...ops.flatMap((op) => op.inputs), ...outputs.map(({ value }) => value)]) {
    readers.set(id, (readers.get(id) ?? 0) + 1);
  }

  // By the value that each op gives, in order of computation.
  const fused = new Map<number, PlanOp>();
  for (const [index, op] of ops.entries()) {
    let current = op;
    for (let place = 0; place < placesOf(current); ) {
      const from = current.inputs[place]!;
      const producer = fused.get(from);
      const isOnlyReader = producer !== undefined && readers.get(from) === 1;
      const merged = isOnlyReader ? applyFirst(rules, producer, current) : undefined;
      if (merged === undefined) {
        place++;
        continue;
      }
      fused.delete(from);
      const others = current.inputs.filter((_, index) => index !== place);
      const name = joinNames(producer!.name, current.name);
      current = { ...merged, name, inputs: [...producer!.inputs, ...others] };
      place = 0;
    }
    fused.set(inputs.length + index, current);
  }
  return renumber(graph, fused);
}

/** How many of an op's inputs, the first ones, may come of an op that it is merged with. */
function placesOf(op: PlanOp): number {
  return op.type === 'add' ? 2 : 1;
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
function renumber({ inputs, outputs }: LoweredGraph, ops: ReadonlyMap<number, PlanOp>): LoweredGraph {
  const numbers = new Map(inputs.map((_, value) => [value, value]));
  return {
    inputs,
    ops: [...ops].map(([id, op], index) => {
      numbers.set(id, inputs.length + index);
      return { ...op, inputs: op.inputs.map((input) => numbers.get(input)!) };
    }),
    outputs: outputs.map((output) => ({ ...output, value: numbers.get(output.value)! })),
  };
}
