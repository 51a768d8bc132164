import { MOST_AXES } from '../../steps/strided-copy.ts';
import { PLAN_ACTIVATIONS, PLAN_LIMITS, type PlanOp } from '../plan.ts';
import { assertWindow } from './assert-window.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { subjectOf } from './plan-costs.ts';
import { assertFields, assertTensor, assertWhole, type Fields, shown } from './plan-fields.ts';

type OpOf<Type, Op = PlanOp> = Op extends { type: infer Types } ? (Type extends Types ? Op : never) : never;
type FieldKind =
  | 'size'
  | 'margin'
  | 'sizes'
  | 'window'
  | 'tensor'
  | 'tensor or null'
  | 'activation'
  | 'order';

const CONVOLUTION = {
  geometry: 'window',
  filter: 'tensor',
  bias: 'tensor or null',
  activation: 'activation',
} as const;
const CHANNELS = { pixels: 'size', channels: 'size' } as const;
const ROWS = { rows: 'size', channels: 'size' } as const;
const MERGE = { length: 'size' } as const;

/** What each kind of op has besides `type`, `name` and `inputs`: all of it, and nothing else. */
const OP_FIELDS: {
  readonly [Type in PlanOp['type']]: {
    readonly [Key in Exclude<keyof OpOf<Type>, 'type' | 'name' | 'inputs'>]: FieldKind;
  };
} = {
  conv2d: CONVOLUTION,
  depthwiseConv2d: CONVOLUTION,
  dense: {
    length: 'size',
    units: 'size',
    filter: 'tensor',
    bias: 'tensor or null',
    activation: 'activation',
  },
  maxPool: { geometry: 'window' },
  averagePool: { geometry: 'window' },
  globalMaxPool: CHANNELS,
  globalAveragePool: CHANNELS,
  scaleShift: { ...CHANNELS, scale: 'tensor', shift: 'tensor', activation: 'activation' },
  scaleChannels: CHANNELS,
  prelu: { ...CHANNELS, alphas: 'tensor' },
  concatenate: { pixels: 'size', channels: 'sizes' },
  slice: { ...CHANNELS, first: 'margin', count: 'size' },
  permute: { sizes: 'sizes', order: 'order' },
  upSample: { inHeight: 'size', inWidth: 'size', channels: 'size', rows: 'size', columns: 'size' },
  add: { length: 'size', activation: 'activation' },
  activation: { length: 'size', activation: 'activation' },
  pad: {
    inHeight: 'size',
    inWidth: 'size',
    channels: 'size',
    top: 'margin',
    bottom: 'margin',
    left: 'margin',
    right: 'margin',
  },
  softmax: ROWS,
  logSoftmax: ROWS,
  subtract: MERGE,
  multiply: MERGE,
  maximum: MERGE,
};

/**
 * Checks an op by itself: that it has every field and no other, and that sizes and weights fit each other.
 *
 * @param index the op's place in the plan
 * @throws FerError `FER_WEIGHTS_CORRUPT`
 */
export function assertOp(op: unknown, index: number): asserts op is PlanOp {
  const { type, name } = typeof op === 'object' && op !== null ? (op as Fields) : {};
  const isKnown = typeof type === 'string' && Object.hasOwn(OP_FIELDS, type);
  if (!isKnown) throw corruptPlan(`has an unknown kind of op, ${shown(type)}, at ${index}`);

  const subject = subjectOf({ type, name }, index);
  const fields: { readonly [key: string]: FieldKind } = OP_FIELDS[type as PlanOp['type']];
  assertFields(op, ['type', 'name', 'inputs', ...Object.keys(fields)], subject);
  if (typeof name !== 'string') throw corruptPlan(`has ${subject} whose 'name' is no text`);
  for (const [key, kind] of Object.entries(fields)) assertSize(op[key], kind, key, subject);

  assertAxes(op as unknown as PlanOp, subject);
  const lengths = weightLengths(op as unknown as PlanOp, subject);
  for (const [key, length] of Object.entries(lengths)) {
    const mayBeNull = fields[key] === 'tensor or null';
    if (!(mayBeNull && op[key] === null)) assertTensor(op[key], length, key, subject);
  }
}

/** Tensors wait until the sizes are known. */
function assertSize(value: unknown, kind: FieldKind, key: string, subject: string): void {
  if (kind === 'size') assertWhole(value, 1, key, subject);
  if (kind === 'margin') assertWhole(value, 0, key, subject);
  if (kind === 'window') assertWindow(value, subject);
  if (kind === 'sizes') assertSizes(value, 1, key, subject);
  if (kind === 'order') assertSizes(value, 0, key, subject);
  if (kind === 'activation' && !PLAN_ACTIVATIONS.some((known) => known === value)) {
    throw corruptPlan(`has ${subject} with an unknown activation, ${shown(value)}`);
  }
}

function assertSizes(value: unknown, minimum: number, key: string, subject: string): void {
  if (!Array.isArray(value) || value.length < 1 || value.length > PLAN_LIMITS.endpoints) {
    throw corruptPlan(`has ${subject} whose '${key}' is no list of 1 to ${PLAN_LIMITS.endpoints} sizes`);
  }
  for (const size of Array.from<unknown>(value)) assertWhole(size, minimum, key, subject);
}

/** That channels and axes are those that there are. */
function assertAxes(op: PlanOp, subject: string): void {
  if (op.type === 'slice' && op.first + op.count > op.channels) {
    throw corruptPlan(
      `has ${subject} that takes ${op.count} channels from ${op.first} on, of ${op.channels}`,
    );
  }
  if (op.type !== 'permute') return;
  const { sizes, order } = op;
  const isOrder = [...order].sort((a, b) => a - b).join() === sizes.map((_, axis) => axis).join();
  if (!isOrder || sizes.length > MOST_AXES) {
    throw corruptPlan(
      `has ${subject} whose 'order' does not hold each of its ${sizes.length} axes once, at most ${MOST_AXES}`,
    );
  }
}

/** The floats of each of an op's tensors. */
function weightLengths(op: PlanOp, subject: string): { readonly [key: string]: number } {
  switch (op.type) {
    case 'conv2d': {
      const { filterHeight, filterWidth, inChannels, outChannels } = op.geometry;
      return { filter: filterHeight * filterWidth * inChannels * outChannels, bias: outChannels };
    }
    case 'depthwiseConv2d': {
      const { filterHeight, filterWidth, inChannels, outChannels } = op.geometry;
      if (outChannels % inChannels !== 0) {
        throw corruptPlan(`has ${subject} that makes ${outChannels} channels of ${inChannels}`);
      }
      return { filter: filterHeight * filterWidth * outChannels, bias: outChannels };
    }
    case 'maxPool':
    case 'averagePool':
      if (op.geometry.inChannels !== op.geometry.outChannels) {
        throw corruptPlan(
          `has ${subject} that makes ${op.geometry.outChannels} channels of ${op.geometry.inChannels}`,
        );
      }
      return {};
    case 'dense':
      return { filter: op.length * op.units, bias: op.units };
    case 'scaleShift':
      return { scale: op.channels, shift: op.channels };
    case 'prelu':
      return { alphas: op.channels };
    default:
      return {};
  }
}
