import { inputLengthOf } from '../op-lengths.ts';
import { PLAN_ACTIVATIONS, type PlanOp } from '../plan.ts';
import { assertWindow } from './assert-window.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { assertFields, assertTensor, assertWhole, type Fields, shown } from './plan-fields.ts';

type OpOf<Type, Op = PlanOp> = Op extends { type: infer Types } ? (Type extends Types ? Op : never) : never;
type FieldKind = 'size' | 'margin' | 'window' | 'tensor' | 'tensor or null' | 'activation';

const CONVOLUTION = {
  geometry: 'window',
  filter: 'tensor',
  bias: 'tensor or null',
  activation: 'activation',
} as const;
const GLOBAL_POOL = { pixels: 'size', channels: 'size' } as const;

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
  globalMaxPool: GLOBAL_POOL,
  globalAveragePool: GLOBAL_POOL,
  scaleShift: {
    pixels: 'size',
    channels: 'size',
    scale: 'tensor',
    shift: 'tensor',
    activation: 'activation',
  },
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
  softmax: { length: 'size' },
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

  const lengths = weightLengths(op as unknown as PlanOp, subject);
  for (const [key, length] of Object.entries(lengths)) {
    const mayBeNull = fields[key] === 'tensor or null';
    if (!(mayBeNull && op[key] === null)) assertTensor(op[key], length, key, subject);
  }
}

/** An op in a message, as it follows on "The plan has …". */
export function subjectOf({ type, name }: { type: unknown; name: unknown }, index: number): string {
  return typeof name === 'string' ? `an op '${name}' (${type})` : `an op (${type}) at ${index}`;
}

/** Multiplications and additions that an op takes for one image, about. */
export function multiplyAddsOf(op: PlanOp): number {
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
      return inputLengthOf(op);
  }
}

function windowTaps(geometry: OpOf<'conv2d'>['geometry']): number {
  const { outHeight, outWidth, outChannels, filterHeight, filterWidth } = geometry;
  return outHeight * outWidth * outChannels * filterHeight * filterWidth;
}

/** Tensors wait until the sizes are known. */
function assertSize(value: unknown, kind: FieldKind, key: string, subject: string): void {
  if (kind === 'size') assertWhole(value, 1, key, subject);
  if (kind === 'margin') assertWhole(value, 0, key, subject);
  if (kind === 'window') assertWindow(value, subject);
  if (kind === 'activation' && !PLAN_ACTIVATIONS.some((known) => known === value)) {
    throw corruptPlan(`has ${subject} with an unknown activation, ${shown(value)}`);
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
    default:
      return {};
  }
}
