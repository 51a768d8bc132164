import { inputLengthsOf, outputLengthOf } from '../op-lengths.ts';
import { PLAN_LIMITS, type Plan, type PlanOp, type WindowGeometry } from '../plan.ts';
import { windowProblem } from './assert-window.ts';
import { corruptPlan } from './corrupt-plan.ts';

/**
 * Checks what a plan costs, and that its weights are finite: folding may have made them too large.
 *
 * @param plan whose parts fit each other
 * @throws FerError `FER_WEIGHTS_CORRUPT` naming the op
 */
export function assertCosts({ inputs, ops }: Pick<Plan, 'inputs' | 'ops'>): void {
  if (ops.length > PLAN_LIMITS.ops) {
    throw corruptPlan(`has ${ops.length} ops; there must be at most ${PLAN_LIMITS.ops}`);
  }
  let floats = inputs.reduce((sum, { shape }) => sum + shape.reduce((size, axis) => size * axis, 1), 0);
  assertWithin(floats, PLAN_LIMITS.imageFloats, 'numbers', 'inputs');
  let multiplyAdds = 0;
  for (const [index, op] of ops.entries()) {
    const subject = subjectOf(op, index);
    const problem = 'geometry' in op ? windowProblem(op.geometry) : undefined;
    if (problem !== undefined) throw corruptPlan(`has ${subject} whose ${problem}`);
    floats += outputLengthOf(op);
    multiplyAdds += multiplyAddsOf(op);
    assertWithin(floats, PLAN_LIMITS.imageFloats, 'numbers', subject);
    assertWithin(multiplyAdds, PLAN_LIMITS.multiplyAdds, 'multiply-adds', subject);
    for (const [key, value] of Object.entries(op)) {
      const isSound = !ArrayBuffer.isView(value) || (value as Float32Array).every(Number.isFinite);
      if (!isSound) throw corruptPlan(`has ${subject} whose '${key}' is not finite`);
    }
  }
}

/** An op in a message, as it follows on "The plan has …". */
export function subjectOf({ type, name }: { type: unknown; name: unknown }, index: number): string {
  return typeof name === 'string' ? `an op '${name}' (${type})` : `an op (${type}) at ${index}`;
}

/** @throws FerError `FER_WEIGHTS_CORRUPT` */
export function assertWithin(cost: number, limit: number, unit: string, subject: string): void {
  if (cost <= limit) return;
  throw corruptPlan(`has ${subject} up to which it takes ${cost} ${unit} an image, more than ${limit}`);
}

/** Multiplications and additions that an op takes for one image, about. */
function multiplyAddsOf(op: PlanOp): number {
  switch (op.type) {
    case 'conv2d':
      return windowTaps(op.geometry) * op.geometry.inChannels;
    case 'depthwiseConv2d':
    case 'maxPool':
    case 'averagePool':
      return windowTaps(op.geometry);
    case 'dense':
      return op.length * op.units;
    default:
      return Math.max(outputLengthOf(op), ...inputLengthsOf(op));
  }
}

function windowTaps({ outHeight, outWidth, outChannels, filterHeight, filterWidth }: WindowGeometry): number {
  return outHeight * outWidth * outChannels * filterHeight * filterWidth;
}
