import { describe, expect, it } from 'vitest';
import { everyLayerModel } from '../__fixtures__/every-layer.ts';
import { compile } from '../compile.ts';
import type { DepthwiseConv2dOp, Plan, PlanOp } from '../plan.ts';
import { assertPlan } from './assert-plan.ts';

const plan = compile(everyLayerModel(), { batch: 4 });
type Fields = { [key: string]: unknown };

const withOp = (index: number, change: Fields): Plan => ({
  ...plan,
  ops: plan.ops.map((op, at) => (at === index ? ({ ...op, ...change } as PlanOp) : op)),
});

function without(object: object, key: string): Fields {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** A plan of one depthwise convolution, 5×5 with a 3×3 filter, and a pool that makes one number of it. */
function depthwisePlan(change: Partial<DepthwiseConv2dOp['geometry']> = {}): Plan {
  const geometry = {
    ...{ inHeight: 5, inWidth: 5, inChannels: 1, outHeight: 5, outWidth: 5, outChannels: 1 },
    ...{ filterHeight: 3, filterWidth: 3, strideHeight: 1, strideWidth: 1 },
    ...{ dilationHeight: 1, dilationWidth: 1, padTop: 1, padLeft: 1, ...change },
  };
  const filter = new Float32Array(geometry.filterHeight * geometry.filterWidth).fill(1);
  const pixels = geometry.outHeight * geometry.outWidth;
  return {
    inputs: [{ name: 'input', shape: [5, 5, 1] }],
    outputs: [{ name: 'only', shape: [1], value: 2 }],
    batch: 1,
    ops: [
      {
        ...{ type: 'depthwiseConv2d', name: 'dw', inputs: [0], geometry },
        ...{ filter, bias: null, activation: 'none' },
      },
      { type: 'globalMaxPool', name: 'pool', inputs: [1], pixels, channels: 1 },
    ],
  };
}

const refuse = (hostile: unknown, message: RegExp | string = '') =>
  expect(() => assertPlan(hostile as Plan)).toThrow(
    expect.objectContaining({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringMatching(message),
    }),
  );

const hostileNumbers = [
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 32 - 1, 2 ** 53],
  ...['3', null, undefined, true, [3], {}],
];

it('takes what the compiler makes', () => {
  expect(() => assertPlan(plan)).not.toThrow();
  expect(() => assertPlan(depthwisePlan())).not.toThrow();
});

describe('every field of every op', () => {
  const ops = plan.ops.map((op, index) => [`${op.type} ${op.name}`, index] as const);

  it.each(ops)('must be there, and no other: %s', (_name, index) => {
    const op = plan.ops[index]!;
    for (const key of Object.keys(op)) {
      const ops = plan.ops.map((other, at) => (at === index ? without(op, key) : other));
      refuse({ ...plan, ops }, key === 'type' ? /kind of op/ : new RegExp(`misses '${key}'`));
    }
    refuse(withOp(index, { groups: 2 }), /an unknown 'groups'/);
    if ('geometry' in op) {
      for (const key of Object.keys(op.geometry)) {
        refuse(withOp(index, { geometry: without(op.geometry, key) }), new RegExp(`misses '${key}'`));
      }
      refuse(withOp(index, { geometry: { ...op.geometry, padBottom: 1 } }), /an unknown 'padBottom'/);
      refuse(withOp(index, { geometry: null }), /geometry/);
    }
  });

  it.each(ops)('must be of its type and below 2³¹: %s', (_name, index) => {
    const op = plan.ops[index]!;
    for (const value of hostileNumbers) {
      for (const [key, number] of Object.entries(op)) {
        if (typeof number === 'number') refuse(withOp(index, { [key]: value }), new RegExp(key));
      }
      for (const key of Object.keys('geometry' in op ? op.geometry : {})) {
        refuse(withOp(index, { geometry: { ...(op as { geometry: Fields }).geometry, [key]: value } }));
      }
      refuse(withOp(index, { inputs: op.inputs.map(() => value) }), /reads/);
    }
    refuse(withOp(index, { name: 3 }), /name/);
    refuse(withOp(index, { inputs: 0 }), /inputs/);
    refuse(withOp(index, { inputs: { length: 1, 0: 0 } }), /inputs/);
  });

  it.each(ops)('must be tensors of finite numbers of the right length: %s', (_name, index) => {
    for (const [key, tensor] of Object.entries(plan.ops[index]!)) {
      if (!(tensor instanceof Float32Array)) continue;
      refuse(withOp(index, { [key]: Array.from(tensor) }), new RegExp(key));
      refuse(withOp(index, { [key]: new Float64Array(tensor) }), new RegExp(key));
      refuse(withOp(index, { [key]: tensor.subarray(1) }), new RegExp(key));
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const wrong = tensor.slice();
        wrong[wrong.length - 1] = value;
        refuse(withOp(index, { [key]: wrong }), new RegExp(`'${key}' has ${value}`));
      }
    }
  });
});

describe('a window', () => {
  it.each([
    ['padding that wraps around', { padLeft: 4294967295 }],
    ['padding as wide as the filter', { padLeft: 3, outWidth: 5 }],
    ['a stride that overflows', { strideWidth: 2 ** 31 - 1, outWidth: 1 }],
    ['a stride beyond the image', { strideWidth: 7, outWidth: 1 }],
    ['more outputs than windows', { outHeight: 8 }],
    ['more outputs than windows with a stride', { strideHeight: 2, outHeight: 4 }],
    ['fewer outputs than windows', { outWidth: 3 }],
    ['a reach that overflows', { dilationHeight: 2 ** 30, outHeight: 1 }],
    ['a dilation of one tap', { filterWidth: 1, padLeft: 0, dilationWidth: 2 ** 20 }],
  ])('is refused: %s', (_name, change) => refuse(depthwisePlan(change), /'dw' \(depthwiseConv2d\)/));

  it.each([
    ['no padding', { padLeft: 0, outWidth: 3 }],
    ['as much as there can be', { padTop: 2, outHeight: 7 }],
    ['a stride', { strideWidth: 2, outWidth: 3 }],
    ['dilation wider than the image', { dilationWidth: 6, padLeft: 6, outWidth: 5 }],
  ])('is taken: %s', (_name, change) => expect(() => assertPlan(depthwisePlan(change))).not.toThrow());
});

describe('what a plan may cost is bounded', () => {
  const chain = (ops: object[]) => ({
    ...depthwisePlan(),
    ops: ops.map((op, index) => ({ name: `op${index}`, inputs: [index], ...op })),
  });
  const sides = { top: 0, bottom: 0, left: 0, right: 0 };

  it('in memory', () => {
    const pad = {
      type: 'pad',
      inHeight: 5,
      inWidth: 5,
      channels: 1,
      ...sides,
      bottom: 2 ** 20,
      right: 2 ** 20,
    };
    refuse(chain([pad]), /'op0' .*1\d{12} numbers/);
    const wide = { type: 'pad', inHeight: 5, inWidth: 5, channels: 1, ...sides, bottom: 2 ** 27 };
    refuse(chain([wide]), /numbers an image/);
    // Each of them fits, all together do not.
    const half = { ...wide, bottom: 4999995, right: 5 };
    const same = { type: 'activation', length: 5e7, activation: 'relu' };
    refuse(chain([half, same, same, same, same, same]), /numbers an image/);
  });

  it('in time', () => {
    const pad = { type: 'pad', inHeight: 5, inWidth: 5, channels: 1, ...sides, bottom: 4995, right: 4995 };
    const geometry = {
      ...{ inHeight: 5000, inWidth: 5000, inChannels: 1, outHeight: 5000, outWidth: 5000, outChannels: 1 },
      ...{ filterHeight: 999, filterWidth: 999, strideHeight: 1, strideWidth: 1 },
      ...{ dilationHeight: 1, dilationWidth: 1, padTop: 499, padLeft: 499 },
    };
    refuse(chain([pad, { type: 'averagePool', geometry }]), /multiply-adds/);
  });

  it('in ops', () => {
    const many = Array.from({ length: 1025 }, () => ({ type: 'activation', length: 25, activation: 'relu' }));
    refuse(chain(many), /1025 ops/);
  });
});

describe('what goes in and comes out', () => {
  it.each<[string, Fields]>([
    ['no plan', { ops: undefined }],
    ['no ops, and an output of one', { ops: [] }],
    ['ops that are none', { ops: [null] }],
    ['an unknown key', { labels: ['a'] }],
    ['no batch', { batch: 0 }],
    ['half a batch', { batch: 1.5 }],
    ['a batch as text', { batch: '4' }],
    ['a batch that is too large', { batch: 1025 }],
    ...(['inputs', 'outputs'] as const).flatMap((key): [string, Fields][] => {
      const [end] = plan[key];
      const shape = end!.shape;
      return [
        [`no ${key}`, { [key]: undefined }],
        [`none of the ${key}`, { [key]: [] }],
        [`${key} that are none`, { [key]: [null] }],
        [`${key} with a hole`, { [key]: new Array(1) }],
        [`${key} as text`, { [key]: 'abc' }],
        [`too many ${key}`, { [key]: Array.from({ length: 65 }, (_, i) => ({ ...end, name: `${i}` })) }],
        [`${key} of one name`, { [key]: [end, end] }],
        [`${key} without a name`, { [key]: [without(end!, 'name')] }],
        [`${key} that are numbered`, { [key]: [{ ...end, name: 1 }] }],
        [`${key} with more`, { [key]: [{ ...end, labels: ['a'] }] }],
        [`${key} without a shape`, { [key]: [{ ...end, shape: undefined }] }],
        [`${key} of another shape`, { [key]: [{ ...end, shape: [...shape, 2] }] }],
        [`${key} of half a pixel`, { [key]: [{ ...end, shape: [0.5] }] }],
        [`${key} of no pixel`, { [key]: [{ ...end, shape: [0] }] }],
        [`${key} beyond all bounds`, { [key]: [{ ...end, shape: [2 ** 20, 2 ** 20] }] }],
        [`${key} of many axes`, { [key]: [{ ...end, shape: [...new Array(9).fill(1), ...shape] }] }],
      ];
    }),
    ['an output of no value', { outputs: [{ ...plan.outputs[0], value: 99 }] }],
    ['an output of half a value', { outputs: [{ ...plan.outputs[0], value: 0.5 }] }],
    ['an output of another length', { outputs: [{ ...plan.outputs[0], value: 0 }] }],
  ])('is refused: %s', (_name, change) => refuse({ ...plan, ...change }));

  it('is refused: no object at all', () => {
    for (const value of [undefined, null, 3, 'plan', []]) refuse(value);
  });
});
