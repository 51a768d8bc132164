import { murmur3 } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { everyLayerModel } from '../__fixtures__/every-layer.ts';
import { compile } from '../compile.ts';
import { decodePlan } from './decode-plan.ts';
import { encodePlan } from './encode-plan.ts';
import { alignPlan, PLAN_BYTES } from './layout.ts';

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

  it('may be a Buffer that is part of a larger one', () => {
    const pool = Buffer.alloc(100 + encodePlan(plan).length, 7);
    pool.set(encodePlan(plan), 100);
    expect(decodePlan(pool.subarray(100))).toEqual(plan);
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
    const bytes = rewritten((_, view) => view.setUint32(PLAN_BYTES.version, 1, true));
    expect(failure(bytes)).toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringMatching(/version 1, .* reads version 3/),
      details: { version: 1 },
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

  it('are no bytes at all', () => {
    for (const value of [undefined, 'FERPLAN', [70, 69], {}]) {
      expect(failure(value as never)).toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
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

interface Header {
  ops: { [key: string]: unknown }[];
  tensors: unknown;
}

/** The file with another header, before the same tensors and some further bytes. */
function withHeader(change: (header: Header) => unknown, tail = 0): Uint8Array {
  const bytes = encodePlan(plan);
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(PLAN_BYTES.headerLength, true);
  const text = new TextDecoder().decode(bytes.subarray(PLAN_BYTES.header, PLAN_BYTES.header + length));
  const header = JSON.parse(text) as Header;
  const changed = change(header);
  const encoded = new TextEncoder().encode(typeof changed === 'string' ? changed : JSON.stringify(changed));
  const tensors = bytes.subarray(alignPlan(PLAN_BYTES.header + length));
  const at = alignPlan(PLAN_BYTES.header + encoded.length);
  const whole = new Uint8Array(at + tensors.length + tail);
  whole.set(bytes.subarray(0, PLAN_BYTES.header));
  whole.set(encoded, PLAN_BYTES.header);
  whole.set(tensors, at);
  const wholeView = new DataView(whole.buffer);
  wholeView.setUint32(PLAN_BYTES.headerLength, encoded.length, true);
  wholeView.setUint32(PLAN_BYTES.hash, murmur3(whole.subarray(PLAN_BYTES.hashed)), true);
  return whole;
}

const tensorLengths = (change: (lengths: number[]) => unknown) => (header: Header) => ({
  ...header,
  tensors: change(header.tensors as number[]),
});
const firstOp = (change: { [key: string]: unknown }) => (header: Header) => ({
  ...header,
  ops: header.ops.map((op, index) => (index === 0 ? { ...op, ...change } : op)),
});

describe('a header that lies', () => {
  it('is read where it does not', () => {
    expect(decodePlan(withHeader((header) => header))).toEqual(plan);
  });

  it.each<[string, RegExp, (header: Header) => unknown, number?]>([
    ['bytes behind the tensors', /end at byte \d+, but the file ends/, (header) => header, 64],
    ['a tensor beyond the file', /end at byte/, tensorLengths(([, ...more]) => [100_000, ...more])],
    ['an endless tensor', /tensor of 1e\+300/, tensorLengths(() => [1e300])],
    ['a negative tensor', /tensor of -16/, tensorLengths(() => [-16, 32])],
    ['a tensor of half a number', /tensor of 0.5/, tensorLengths(() => [0.5])],
    ['no list of lengths', /for the lengths/, tensorLengths(() => ({ length: 3 }))],
    ['no lengths', /misses 'tensors'/, tensorLengths(() => undefined)],
    ['a further key', /unknown 'version'/, (header) => ({ ...header, version: 1 })],
    ['a tensor for two ops', /no tensor 0 that is free/, firstOp({ bias: { tensor: 0 } })],
    ['a tensor that there is not', /no tensor 99/, firstOp({ bias: { tensor: 99 } })],
    ['a tensor that is a name', /no tensor "length"/, firstOp({ bias: { tensor: 'length' } })],
    ['a tensor and more', /unknown 'type'/, firstOp({ bias: { tensor: 0, type: 1 } })],
    ['a tensor left over', /1 tensors that no op names/, firstOp({ bias: null })],
    ['an op that is a list', /an unknown kind of op/, (header) => ({ ...header, ops: [...header.ops, []] })],
    [
      'a prototype',
      /unknown '__proto__'/,
      (header) => JSON.stringify(header).replace('"type"', '"__proto__":{},"type"'),
    ],
    ['a list', /no object, but an array/, () => '[]'],
    ['nothing', /not valid/, () => ''],
    ['half an object', /not valid/, () => '{'],
    ['depth without end', /not valid/, () => '['.repeat(200_000)],
  ])('is refused: %s', (_name, message, change, tail) => {
    expect(failure(withHeader(change, tail))).toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringMatching(message),
    });
  });

  it('is refused: bytes that are no UTF-8', () => {
    const bytes = rewritten((whole) => {
      whole[PLAN_BYTES.header + 20] = 0xff;
    });
    expect(failure(bytes)).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
  });
});

it('a plan whose parts do not fit each other is refused as it is read', () => {
  const ops = plan.ops.map((op) => (op.type === 'dense' ? { ...op, units: 1000 } : op));
  expect(failure(encodePlan({ ...plan, ops }))).toMatchObject({
    code: 'FER_WEIGHTS_CORRUPT',
    message: expect.stringMatching(/'dense1' \(dense\) whose 'filter' has 120 numbers instead of 6000/),
  });
});
