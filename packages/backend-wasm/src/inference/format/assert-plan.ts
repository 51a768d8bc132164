import { inputLengthOf, outputLengthOf } from '../op-lengths.ts';
import { MAX_BATCH, PLAN_LIMITS, type Plan, type PlanOp } from '../plan.ts';
import { assertOp, multiplyAddsOf, subjectOf } from './assert-op.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { assertFields, assertWhole, shown } from './plan-fields.ts';

/**
 * Checks a plan, whoever wrote it: every field is there, no op reads or writes beyond its buffers and weights, all
 * weights are finite, and what it costs is within `PLAN_LIMITS`. It allocates nothing.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT` naming the op and the field
 */
export function assertPlan(plan: unknown): asserts plan is Plan {
  assertFields(plan, ['input', 'labels', 'batch', 'ops'], 'a body');
  const { input, labels, batch, ops } = plan;
  assertWhole(batch, 1, 'batch', 'a body');
  if ((batch as number) > MAX_BATCH) throw corruptPlan(`has a batch of ${batch}, more than ${MAX_BATCH}`);
  assertInput(input);
  assertLabels(labels);
  if (!Array.isArray(ops) || ops.length < 1 || ops.length > PLAN_LIMITS.ops) {
    const received = Array.isArray(ops) ? ops.length : shown(ops);
    throw corruptPlan(`has ${received} ops; there must be 1 to ${PLAN_LIMITS.ops}`);
  }

  const lengths = [input.height * input.width * input.channels];
  let floats = lengths[0]!;
  let multiplyAdds = 0;
  for (const [index, op] of Array.from<unknown>(ops).entries()) {
    assertOp(op, index);
    assertReferences(op, index, lengths);
    const length = outputLengthOf(op);
    lengths.push(length);
    floats += length;
    multiplyAdds += multiplyAddsOf(op);
    assertWithin(floats, PLAN_LIMITS.imageFloats, 'numbers', op, index);
    assertWithin(multiplyAdds, PLAN_LIMITS.multiplyAdds, 'multiply-adds', op, index);
  }
  if (lengths.at(-1) !== labels.length) {
    throw corruptPlan(`gives ${lengths.at(-1)} probabilities for ${labels.length} labels`);
  }
}

function assertInput(input: unknown): asserts input is Plan['input'] {
  assertFields(input, ['width', 'height', 'channels', 'resize', 'range'], 'an input');
  const { width, height, channels, resize, range } = input;
  assertWhole(width, 1, 'width', 'an input');
  assertWhole(height, 1, 'height', 'an input');
  if ((width as number) * (height as number) > PLAN_LIMITS.imageFloats) {
    throw corruptPlan(`has an input of ${width}×${height} pixels, more than ${PLAN_LIMITS.imageFloats}`);
  }
  if (channels !== 1) throw corruptPlan(`has an input of ${shown(channels)} channels instead of 1`);
  if (resize !== 'bilinear-antialias') throw corruptPlan(`has an unknown way to resize, ${shown(resize)}`);
  const [low, high, ...more] = Array.isArray(range) ? (range as unknown[]) : [];
  const isRange = more.length === 0 && isLevel(low) && isLevel(high) && low < high;
  if (!isRange) {
    throw corruptPlan(`has an input whose 'range' is not [low, high], both within ±${MAX_LEVEL}`);
  }
}

/** Gray levels are mapped to 0 … 1, -1 … 1 or 0 … 255; what is far beyond is a mistake. */
const MAX_LEVEL = 1e6;

function isLevel(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MAX_LEVEL;
}

function assertLabels(labels: unknown): asserts labels is string[] {
  // From an array with holes, too.
  const received = Array.isArray(labels) ? Array.from<unknown>(labels) : [];
  const isSound =
    received.length > 0 &&
    received.every((label) => typeof label === 'string') &&
    new Set(received).size === received.length;
  if (!isSound) throw corruptPlan('has labels that are not a list of different texts');
}

/** Each op reads values that there are, as long as it needs them. */
function assertReferences(op: PlanOp, index: number, lengths: readonly number[]): void {
  const subject = subjectOf(op, index);
  const needed = op.type === 'add' ? 2 : 1;
  if (!Array.isArray(op.inputs) || op.inputs.length !== needed) {
    throw corruptPlan(`has ${subject} whose 'inputs' are no list of ${needed}, but ${shown(op.inputs)}`);
  }
  for (const value of Array.from<unknown>(op.inputs)) {
    const length = Number.isInteger(value) ? lengths[value as number] : undefined;
    if (length === inputLengthOf(op)) continue;
    throw corruptPlan(
      `has ${subject} that reads ${inputLengthOf(op)} numbers of value ${shown(value)}, which has ${length ?? 'none'}`,
    );
  }
}

function assertWithin(cost: number, limit: number, unit: string, op: PlanOp, index: number): void {
  if (cost <= limit) return;
  throw corruptPlan(
    `has ${subjectOf(op, index)} up to which it takes ${cost} ${unit} an image, more than ${limit}`,
  );
}
