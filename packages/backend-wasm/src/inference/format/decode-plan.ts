import { FerError, murmur3 } from '@fer/core';
import type { Plan } from '../plan.ts';
import { assertPlan } from './assert-plan.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { alignPlan, PLAN_ALIGNMENT, PLAN_BYTES, PLAN_MAGIC, PLAN_VERSION } from './layout.ts';
import { assertFields, type Fields, shown } from './plan-fields.ts';

/**
 * Reads a plan that `encodePlan` wrote. Its tensors are copies: `bytes` need not be kept. Nothing larger than `bytes` is
 * allocated.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if `bytes` are none; `FER_WEIGHTS_FORMAT` if they are no plan, or one of
 * another version; `FER_WEIGHTS_CORRUPT` if the plan was cut off or changed, or its parts do not fit each other
 */
export function decodePlan(bytes: Uint8Array): Plan {
  if (!ArrayBuffer.isView(bytes)) {
    throw new FerError('FER_INVALID_ARGUMENT', `A plan must be a Uint8Array, but is ${shown(bytes)}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  assertMagic(bytes);
  const version = view.getUint32(PLAN_BYTES.version, true);
  if (version !== PLAN_VERSION) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      `The plan is of format version ${version}, and this @fer/backend-wasm reads version ${PLAN_VERSION}: compile the network again.`,
      { details: { version, expected: PLAN_VERSION } },
    );
  }
  if (bytes.byteLength % PLAN_ALIGNMENT !== 0) {
    throw corruptPlan(`has ${bytes.byteLength} bytes, which is no multiple of ${PLAN_ALIGNMENT}`);
  }
  const expected = view.getUint32(PLAN_BYTES.hash, true);
  const received = murmur3(bytes.subarray(PLAN_BYTES.hashed));
  if (received !== expected)
    throw corruptPlan(`has the checksum ${hex(received)} instead of ${hex(expected)}`);
  return readBody(bytes, view.getUint32(PLAN_BYTES.headerLength, true));
}

function readBody(bytes: Uint8Array, headerLength: number): Plan {
  const headerEnd = PLAN_BYTES.header + headerLength;
  if (headerEnd > bytes.byteLength) {
    throw corruptPlan(`has a header of ${headerLength} bytes, which is longer than the file`);
  }
  const header = parseHeader(bytes.subarray(PLAN_BYTES.header, headerEnd));
  assertFields(header, ['inputs', 'outputs', 'batch', 'ops', 'tensors'], 'a header');
  const { inputs, outputs, batch, ops } = header;
  const tensors = readTensors(bytes, alignPlan(headerEnd), header.tensors);
  const plan = { inputs, outputs, batch, ops: placeTensors(ops, tensors) };
  assertPlan(plan);
  return plan;
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw corruptPlan(`has a header that is not valid (${(cause as Error).message})`, {}, cause);
  }
}

/** The tensors, one behind the other until the end of the file. */
function readTensors(bytes: Uint8Array, first: number, lengths: unknown): Float32Array[] {
  if (!Array.isArray(lengths)) throw corruptPlan(`has ${shown(lengths)} for the lengths of its tensors`);
  let end = first;
  for (const length of lengths as unknown[]) {
    const isLength = Number.isSafeInteger(length) && (length as number) >= 1;
    if (!isLength) throw corruptPlan(`has a tensor of ${shown(length)} numbers`);
    end += alignPlan((length as number) * 4);
  }
  if (end !== bytes.byteLength) {
    throw corruptPlan(`has tensors that end at byte ${end}, but the file ends at ${bytes.byteLength}`);
  }
  let at = first;
  return (lengths as number[]).map((length) => {
    const tensor = new Float32Array(length);
    new Uint8Array(tensor.buffer).set(bytes.subarray(at, at + length * 4));
    at += alignPlan(length * 4);
    return tensor;
  });
}

/** The ops, each `{ "tensor": i }` replaced by that tensor. Each belongs to one op. */
function placeTensors(ops: unknown, tensors: readonly Float32Array[]): unknown {
  if (!Array.isArray(ops)) return ops;
  const left = new Map(tensors.entries());
  const take = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'tensor')) return value;
    assertFields(value, ['tensor'], 'a tensor');
    const tensor = left.get(value.tensor as number);
    if (tensor === undefined) throw corruptPlan(`has no tensor ${shown(value.tensor)} that is free`);
    left.delete(value.tensor as number);
    return tensor;
  };
  const placed = ops.map((op: unknown) =>
    typeof op === 'object' && op !== null
      ? Object.fromEntries(Object.entries(op as Fields).map(([key, value]) => [key, take(value)]))
      : op,
  );
  if (left.size > 0) throw corruptPlan(`has ${left.size} tensors that no op names`);
  return placed;
}

function assertMagic(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, PLAN_MAGIC.length));
  if (start !== PLAN_MAGIC) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      `The plan must begin with ${JSON.stringify(PLAN_MAGIC)}, but begins with ${JSON.stringify(start)}: it is another kind of file.`,
      { details: { start } },
    );
  }
  if (bytes.byteLength < PLAN_ALIGNMENT)
    throw corruptPlan(`has ${bytes.byteLength} bytes, less than any plan`);
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
