import { FerError } from '@fer/core';
import { inputLengthOf, outputLengthOf } from '../op-lengths.ts';
import { MAX_BATCH, PLAN_ACTIVATIONS, type Plan, type PlanOp } from '../plan.ts';

/**
 * Checks that no op of a plan reads or writes beyond its buffers and weights, whoever wrote it.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT` naming the op
 */
export function assertPlan({ input, labels, batch, ops }: Plan): void {
  demand(isSize(batch) && batch <= MAX_BATCH, `has a batch of ${batch}`);
  demand(Array.isArray(labels) && ops.length > 0, 'has no labels or no ops');
  const lengths = [input.height * input.width * input.channels];
  for (const op of ops) {
    const subject = `has an op '${op.name}' (${op.type}) that`;
    demand(op.inputs.length === (op.type === 'add' ? 2 : 1), `${subject} reads ${op.inputs.length} values`);
    for (const value of op.inputs) {
      demand(
        lengths[value] !== undefined && lengths[value] === inputLengthOf(op),
        `${subject} reads ${inputLengthOf(op)} numbers of value ${value}, which has ${lengths[value]}`,
      );
    }
    demand(
      sizesOf(op).every(isSize) && isSize(outputLengthOf(op)) && hasItsWeights(op),
      `${subject} has sizes or weights that do not fit each other`,
    );
    lengths.push(outputLengthOf(op));
  }
  demand(
    lengths.at(-1) === labels.length,
    `gives ${lengths.at(-1)} probabilities for ${labels.length} labels`,
  );
}

/** All that must be whole numbers from 1. */
function sizesOf(op: PlanOp): unknown[] {
  switch (op.type) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'maxPool':
    case 'averagePool': {
      const { padTop, padLeft, ...sizes } = op.geometry;
      return [...Object.values(sizes), padTop + 1, padLeft + 1];
    }
    case 'pad':
      return [op.inHeight, op.inWidth, op.channels, op.top + 1, op.bottom + 1, op.left + 1, op.right + 1];
    case 'dense':
      return [op.length, op.units];
    default:
      return [inputLengthOf(op)];
  }
}

function hasItsWeights(op: PlanOp): boolean {
  if ('activation' in op && !PLAN_ACTIVATIONS.includes(op.activation)) return false;
  switch (op.type) {
    case 'conv2d': {
      const { filterHeight, filterWidth, inChannels, outChannels } = op.geometry;
      const length = filterHeight * filterWidth * inChannels * outChannels;
      return holds(op.filter, length) && (op.bias === null || holds(op.bias, outChannels));
    }
    case 'depthwiseConv2d': {
      const { filterHeight, filterWidth, inChannels, outChannels } = op.geometry;
      const fits =
        outChannels % inChannels === 0 && holds(op.filter, filterHeight * filterWidth * outChannels);
      return fits && (op.bias === null || holds(op.bias, outChannels));
    }
    case 'dense':
      return holds(op.filter, op.length * op.units) && (op.bias === null || holds(op.bias, op.units));
    case 'scaleShift':
      return holds(op.scale, op.channels) && holds(op.shift, op.channels);
    case 'maxPool':
    case 'averagePool':
      return op.geometry.inChannels === op.geometry.outChannels;
    default:
      return true;
  }
}

function holds(tensor: unknown, length: number): boolean {
  return tensor instanceof Float32Array && tensor.length === length;
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function demand(condition: boolean, problem: string): asserts condition {
  if (condition) return;
  throw new FerError('FER_WEIGHTS_CORRUPT', `The plan ${problem}. Fetch it or compile the network again.`);
}
