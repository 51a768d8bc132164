import { FerError, murmur3 } from '@fer/core';
import type { Plan } from '../plan.ts';
import { assertPlan } from './assert-plan.ts';
import { alignPlan, PLAN_ALIGNMENT, PLAN_BYTES, PLAN_MAGIC, PLAN_VERSION } from './layout.ts';

/**
 * Reads a plan that `encodePlan` wrote. Its tensors are copies: `bytes` need not be kept.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT` if it is no plan, or of another version; `FER_WEIGHTS_CORRUPT` if it was cut
 * off or changed
 */
export function decodePlan(bytes: Uint8Array): Plan {
  // A copy that begins at a multiple of four.
  const whole = bytes.slice().buffer;
  const view = new DataView(whole);
  assertMagic(whole);
  const version = view.getUint32(PLAN_BYTES.version, true);
  if (version !== PLAN_VERSION) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      `The plan is of format version ${version}, and this @fer/backend-wasm reads version ${PLAN_VERSION}: compile the network again.`,
      { details: { version, expected: PLAN_VERSION } },
    );
  }
  if (whole.byteLength % PLAN_ALIGNMENT !== 0) {
    throw corrupt(`has ${whole.byteLength} bytes, which is no multiple of ${PLAN_ALIGNMENT}`);
  }
  const expected = view.getUint32(PLAN_BYTES.hash, true);
  const received = murmur3(new Uint8Array(whole, PLAN_BYTES.hashed));
  if (received !== expected) throw corrupt(`has the checksum ${hex(received)} instead of ${hex(expected)}`);
  return readBody(whole, view.getUint32(PLAN_BYTES.headerLength, true));
}

function readBody(whole: ArrayBuffer, headerLength: number): Plan {
  if (PLAN_BYTES.header + headerLength > whole.byteLength) {
    throw corrupt(`has a header of ${headerLength} bytes, which is longer than the file`);
  }
  try {
    const text = new TextDecoder().decode(new Uint8Array(whole, PLAN_BYTES.header, headerLength));
    const { tensors: lengths } = JSON.parse(text) as { tensors: number[] };
    let at = alignPlan(PLAN_BYTES.header + headerLength);
    const tensors = lengths.map((length) => {
      const tensor = new Float32Array(whole.slice(at, at + length * 4), 0, length);
      at += alignPlan(length * 4);
      return tensor;
    });
    const { input, labels, batch, ops } = JSON.parse(text, (_key, value) =>
      typeof value?.tensor === 'number' ? tensors[value.tensor] : value,
    ) as Plan;
    const plan: Plan = { input, labels, batch, ops };
    assertPlan(plan);
    return plan;
  } catch (cause) {
    if (FerError.isInstance(cause)) throw cause;
    throw corrupt(`has a header that is not valid (${(cause as Error).message})`, cause);
  }
}

function assertMagic(whole: ArrayBuffer): void {
  const start = String.fromCharCode(
    ...new Uint8Array(whole, 0, Math.min(PLAN_MAGIC.length, whole.byteLength)),
  );
  if (start !== PLAN_MAGIC) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      `The plan must begin with ${JSON.stringify(PLAN_MAGIC)}, but begins with ${JSON.stringify(start)}: it is another kind of file.`,
      { details: { start } },
    );
  }
  if (whole.byteLength < PLAN_ALIGNMENT) throw corrupt(`has ${whole.byteLength} bytes, less than any plan`);
}

function corrupt(problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_CORRUPT', `The plan ${problem}. Fetch it or compile the network again.`, {
    cause,
  });
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
