import { murmur3 } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { everyLayerModel } from '../__fixtures__/every-layer.ts';
import { compile } from '../compile.ts';
import type { Plan, PlanOp } from '../plan.ts';
import { decodePlan } from './decode-plan.ts';
import { encodePlan } from './encode-plan.ts';
import { PLAN_BYTES } from './layout.ts';

const plan = compile(everyLayerModel(), { batch: 4 });

/** The bytes after a change that a program made, not damage: the checksum fits. */
function rewritten(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = encodePlan(plan);
  const view = new DataView(bytes.buffer);
  change(bytes, view);
  view.setUint32(PLAN_BYTES.hash, murmur3(bytes.subarray(PLAN_BYTES.hashed)), true);
  return bytes;
}

function failure(bytes: Uint8Array): unknown {
  try {
    decodePlan(bytes);
  } catch (error) {
    return error;
  }
  throw new Error('It was read.');
}

describe('a plan as bytes', () => {
  it('comes back as it was', () => {
    expect(decodePlan(encodePlan(plan))).toEqual(plan);
  });

  it('may lie anywhere, and need not be kept', () => {
    const bytes = encodePlan(plan);
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    const decoded = decodePlan(shifted);
    shifted.fill(0);
    expect(decoded).toEqual(plan);
  });

  it('has its tensors at multiples of 64', () => {
    const bytes = encodePlan(plan);
    const { bias } = plan.ops.find((op) => op.type === 'dense')!;
    const at = Buffer.from(bytes.buffer).indexOf(Buffer.from(bias!.buffer));
    expect(at).toBeGreaterThan(0);
    expect(at % 64).toBe(0);
  });
});

describe('bytes that are no plan', () => {
  it('are told apart by their beginning', () => {
    for (const bytes of [new Uint8Array(0), new TextEncoder().encode('{"formatVersion":1}')]) {
      expect(failure(bytes)).toMatchObject({
        code: 'FER_WEIGHTS_FORMAT',
        message: expect.stringMatching(/must begin with/),
      });
    }
  });

  it('of another version say so', () => {
    const bytes = rewritten((_, view) => view.setUint32(PLAN_BYTES.version, 2, true));
    expect(failure(bytes)).toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringMatching(/version 2, .* reads version 1/),
      details: { version: 2 },
    });
  });

  it('that were cut off anywhere say so', () => {
    const bytes = encodePlan(plan);
    for (const length of [8, 30, 64, 63 * 64 + 1, bytes.length - 64, bytes.length - 1]) {
      expect(failure(bytes.subarray(0, length))).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
    }
  });

  it('with a changed bit anywhere say so', () => {
    for (const at of [
      PLAN_BYTES.hash,
      PLAN_BYTES.headerLength,
      PLAN_BYTES.header + 9,
      encodePlan(plan).length - 70,
    ]) {
      const bytes = encodePlan(plan);
      bytes[at]! ^= 4;
      expect(failure(bytes)).toMatchObject({
        code: 'FER_WEIGHTS_CORRUPT',
        message: expect.stringMatching(/checksum/),
      });
    }
  });

  it('with a header that does not end say so', () => {
    const long = rewritten((_, view) => view.setUint32(PLAN_BYTES.headerLength, 2 ** 31, true));
    expect(failure(long)).toMatchObject({ message: expect.stringMatching(/longer than the file/) });
    const short = rewritten((_, view) => view.setUint32(PLAN_BYTES.headerLength, 100, true));
    expect(failure(short)).toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringMatching(/header that is not valid/),
    });
  });
});

describe('a plan whose parts do not fit each other', () => {
  const changes: [string, (op: PlanOp) => object | undefined][] = [
    ['a value that is not there yet', (op) => ({ inputs: [op.inputs[0]! + 20] })],
    ['a negative value', () => ({ inputs: [-1] })],
    ['two inputs', (op) => (op.type === 'conv2d' ? { inputs: [0, 0] } : undefined)],
    ['a longer input', (op) => (op.type === 'dense' ? { length: op.length + 1 } : undefined)],
    ['more units', (op) => (op.type === 'dense' ? { units: 1000 } : undefined)],
    ['a missing filter', (op) => ('filter' in op ? { filter: undefined } : undefined)],
    ['a short bias', (op) => ('bias' in op ? { bias: new Float32Array(1) } : undefined)],
    ['a short scale', (op) => (op.type === 'scaleShift' ? { scale: new Float32Array(1) } : undefined)],
    ['an unknown activation', (op) => ('activation' in op ? { activation: 'gelu' } : undefined)],
    ['half a pixel of padding', (op) => (op.type === 'pad' ? { left: 0.5 } : undefined)],
    [
      'a stride of 0',
      (op) => (op.type === 'maxPool' ? { geometry: { ...op.geometry, strideWidth: 0 } } : undefined),
    ],
    [
      'a pool that adds channels',
      (op) => (op.type === 'maxPool' ? { geometry: { ...op.geometry, outChannels: 9 } } : undefined),
    ],
    ['an unknown op', () => ({ type: 'attention' })],
  ];

  it.each(changes)('is refused: %s', (_name, change) => {
    const at = plan.ops.findIndex((op) => change(op) !== undefined);
    const ops = plan.ops.map((op, index) => (index === at ? { ...op, ...change(op) } : op)) as PlanOp[];
    const changed: Plan = { ...plan, ops };
    expect(failure(encodePlan(changed))).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
  });

  it('is refused: other labels, no batch', () => {
    expect(failure(encodePlan({ ...plan, labels: ['one'] }))).toMatchObject({
      message: expect.stringMatching(/5 probabilities for 1 labels/),
    });
    expect(failure(encodePlan({ ...plan, batch: 0 }))).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
  });
});
