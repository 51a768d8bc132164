import { murmur3 } from '@fer/core';
import type { Plan } from '../plan.ts';
import { alignPlan, PLAN_BYTES, PLAN_MAGIC, PLAN_VERSION } from './layout.ts';

/** A plan as a file, to be saved beside the weights; see `format/layout.ts`. The same plan gives the same bytes. */
export function encodePlan(plan: Plan): Uint8Array<ArrayBuffer> {
  const tensors: Float32Array[] = [];
  const ops = JSON.parse(
    JSON.stringify(plan.ops, (_key, value: unknown) =>
      value instanceof Float32Array ? { tensor: tensors.push(value) - 1 } : value,
    ),
  );
  const { inputs, outputs, batch } = plan;
  const header = new TextEncoder().encode(
    JSON.stringify({ inputs, outputs, batch, ops, tensors: tensors.map(({ length }) => length) }),
  );

  const firstTensor = alignPlan(PLAN_BYTES.header + header.length);
  const byteLength = tensors.reduce((end, tensor) => end + alignPlan(tensor.byteLength), firstTensor);
  const bytes = new Uint8Array(byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(PLAN_MAGIC));
  view.setUint32(PLAN_BYTES.version, PLAN_VERSION, true);
  view.setUint32(PLAN_BYTES.headerLength, header.length, true);
  bytes.set(header, PLAN_BYTES.header);
  let at = firstTensor;
  for (const tensor of tensors) {
    bytes.set(new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength), at);
    at += alignPlan(tensor.byteLength);
  }
  view.setUint32(PLAN_BYTES.hash, murmur3(bytes.subarray(PLAN_BYTES.hashed)), true);
  return bytes;
}
