import { sizeOf } from '@fer/core';
import type { Block } from './arena.ts';
import { outputLengthOf } from './op-lengths.ts';
import type { Plan } from './plan.ts';

/** How large each value of a plan is, for `batch` images, and when it is in use, counted in ops. Inputs come first. */
export function liveValues({ inputs, outputs, ops }: Omit<Plan, 'batch'>, batch: number): Block[] {
  const lengths = [...inputs.map(({ shape }) => sizeOf(shape)), ...ops.map(outputLengthOf)];
  return lengths.map((length, value) => {
    const firstStep = Math.max(0, value - inputs.length);
    const readers = [...ops.keys()].filter((op) => ops[op]!.inputs.includes(value));
    const isOutput = outputs.some((output) => output.value === value);
    return {
      byteLength: length * 4 * batch,
      // All inputs are there before the first op.
      firstStep: value < inputs.length ? 0 : firstStep,
      lastStep: isOutput ? Math.max(firstStep, ops.length - 1) : Math.max(firstStep, ...readers),
    };
  });
}
