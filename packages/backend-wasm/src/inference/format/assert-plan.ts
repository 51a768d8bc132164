import { type Endpoint, sizeOf } from '@fer/core';
import { noteChecked } from '../checked-plans.ts';
import { inputLengthsOf, outputLengthOf } from '../op-lengths.ts';
import { MAX_BATCH, PLAN_LIMITS, type Plan, type PlanOp, type PlanOutput } from '../plan.ts';
import { assertOp } from './assert-op.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { assertCosts, assertWithin, subjectOf } from './plan-costs.ts';
import { assertFields, assertWhole, shown } from './plan-fields.ts';

/**
 * Checks a plan, whoever wrote it: every field is there, no op reads or writes beyond its buffers and weights, all
 * weights are finite, and what it costs is within `PLAN_LIMITS`. It allocates nothing.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT` naming the op and the field
 */
export function assertPlan(plan: unknown): asserts plan is Plan {
  assertFields(plan, ['inputs', 'outputs', 'batch', 'ops'], 'a body');
  const { inputs, outputs, batch, ops } = plan;
  assertWhole(batch, 1, 'batch', 'a body');
  if ((batch as number) > MAX_BATCH) throw corruptPlan(`has a batch of ${batch}, more than ${MAX_BATCH}`);
  assertEndpoints(inputs, ['name', 'shape'], 'input');
  if (!Array.isArray(ops) || ops.length > PLAN_LIMITS.ops) {
    const received = Array.isArray(ops) ? ops.length : shown(ops);
    throw corruptPlan(`has ${received} ops; there must be at most ${PLAN_LIMITS.ops}`);
  }

  const lengths = inputs.map(({ shape }) => sizeOf(shape));
  for (const [index, op] of Array.from<unknown>(ops).entries()) {
    assertOp(op, index);
    assertReferences(op, index, lengths);
    lengths.push(outputLengthOf(op));
  }
  assertCosts({ inputs, ops });
  assertEndpoints(outputs, ['name', 'shape', 'value'], 'output');
  for (const { name, shape, value } of outputs as readonly PlanOutput[]) {
    const length = lengths[value];
    if (length === sizeOf(shape)) continue;
    throw corruptPlan(
      `has an output '${name}' of [${shape}] that is value ${shown(value)}, of ${length ?? 'no'} numbers`,
    );
  }
  noteChecked(plan as unknown as Plan);
}

/** What goes in or comes out: names that are there once, and shapes. */
function assertEndpoints(
  ends: unknown,
  keys: readonly string[],
  what: string,
): asserts ends is (Endpoint | PlanOutput)[] {
  if (!Array.isArray(ends) || ends.length < 1 || ends.length > PLAN_LIMITS.endpoints) {
    const received = Array.isArray(ends) ? ends.length : shown(ends);
    throw corruptPlan(`has ${received} ${what}s; there must be 1 to ${PLAN_LIMITS.endpoints}`);
  }
  const names = new Set<unknown>();
  for (const end of Array.from<unknown>(ends)) {
    assertFields(end, keys, `an ${what}`);
    const { name, shape } = end;
    if (typeof name !== 'string' || names.has(name)) {
      throw corruptPlan(`has an ${what} whose name is ${shown(name)}; names must be different texts`);
    }
    names.add(name);
    if (!Array.isArray(shape) || shape.length > MOST_SIZES) {
      throw corruptPlan(`has an ${what} '${name}' whose 'shape' is no list of at most ${MOST_SIZES} sizes`);
    }
    for (const size of Array.from<unknown>(shape)) assertWhole(size, 1, 'shape', `an ${what} '${name}'`);
    assertWithin(sizeOf(shape), PLAN_LIMITS.imageFloats, 'numbers', `an ${what} '${name}'`);
  }
}

/** No shape has more axes. */
const MOST_SIZES = 8;

/** Each op reads values that there are, as long as it needs them. */
function assertReferences(op: PlanOp, index: number, lengths: readonly number[]): void {
  const subject = subjectOf(op, index);
  const needed = inputLengthsOf(op);
  if (!Array.isArray(op.inputs) || op.inputs.length !== needed.length) {
    throw corruptPlan(
      `has ${subject} whose 'inputs' are no list of ${needed.length}, but ${shown(op.inputs)}`,
    );
  }
  for (const [place, value] of Array.from<unknown>(op.inputs).entries()) {
    const length = Number.isInteger(value) ? lengths[value as number] : undefined;
    if (length === needed[place]) continue;
    throw corruptPlan(
      `has ${subject} that reads ${needed[place]} numbers of value ${shown(value)}, which has ${length ?? 'none'}`,
    );
  }
}
