import { sizeOf } from '@fer/core';
import { decodeFloat16 } from '@fer/model';
import type { StoredTensor } from '../assign-weights.ts';
import { damaged, notAsFormat } from '../failures.ts';
import { decodeText, isObject, parseJsonObject } from '../json.ts';

/** What a file holds. */
export interface Safetensors {
  readonly metadata: { readonly [key: string]: string };
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Bytes of the header, as the library allows (huggingface/safetensors, README, Format). */
const MOST_HEADER_BYTES = 100_000_000;

/** Far more than any network for faces has. */
const MOST_TENSORS = 10_000;
const MOST_DIMENSIONS = 8;

const BYTES: { readonly [dtype: string]: number } = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  U8: 1,
  I8: 1,
};

/** Whether bytes begin as such a file does: a length, then a JSON object. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const length = headerLength(bytes);
  return length >= 2 && length <= Math.min(MOST_HEADER_BYTES, bytes.length - 8) && bytes[8] === 0x7b;
}

/**
 * Reads a file's header and checks that its tensors fill the rest, one after the other, without gaps.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT`, `FER_WEIGHTS_CORRUPT`
 */
export function parseSafetensors(bytes: Uint8Array, subject: string): Safetensors {
  if (!isSafetensors(bytes)) throw notAsFormat(subject, 'is not a safetensors file, or is cut off.');
  const start = 8 + headerLength(bytes);
  const header = parseJsonObject(decodeText(bytes.subarray(8, start), subject), `The header of ${subject}`);
  const { __metadata__: written = {}, ...entries } = header;
  const metadata = isObject(written) ? written : {};
  if (!Object.values(metadata).every((value) => typeof value === 'string')) {
    throw notAsFormat(subject, 'has `__metadata__` that is not of texts.');
  }
  const data = bytes.subarray(start);
  const found = Object.entries(entries);
  if (found.length > MOST_TENSORS) throw notAsFormat(subject, `must have at most ${MOST_TENSORS} tensors.`);
  const placed = found.map(([name, entry]) => ({ name, ...readEntry(name, entry, data, subject) }));
  let end = 0;
  for (const { name, from, to } of [...placed].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw damaged(
        subject,
        `must have '${name}' at ${end}, where the tensor before it ends, not at ${from}.`,
      );
    end = to;
  }
  if (end !== data.length)
    throw damaged(subject, `must have ${end} bytes of tensors, but has ${data.length}.`);
  const tensors = new Map(
    placed.map(({ name, shape, read }): [string, StoredTensor] => [name, { name, shape, read }]),
  );
  return { metadata: metadata as Safetensors['metadata'], tensors };
}

/** Little endian, 64 bits; what is too large to be exact is too large anyway. */
function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
}

function readEntry(name: string, entry: unknown, data: Uint8Array, subject: string) {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  const isShape =
    Array.isArray(shape) &&
    shape.length <= MOST_DIMENSIONS &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const [from, to, ...more] = Array.isArray(offsets) ? offsets : [];
  const isPlaced =
    Number.isSafeInteger(from) &&
    Number.isSafeInteger(to) &&
    more.length === 0 &&
    from >= 0 &&
    from <= to &&
    to <= data.length;
  const told = `'${name.slice(0, 200)}'`;
  if (!isShape || !isPlaced) throw damaged(subject, `has ${told} without a shape, or outside of the file.`);
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype)) {
    throw notAsFormat(
      subject,
      `has ${told} of a type that is not known: ${JSON.stringify(dtype)?.slice(0, 40)}.`,
    );
  }
  if (sizeOf(shape) * BYTES[dtype]! !== to - from) {
    throw damaged(subject, `has ${told} of [${shape}], which does not take ${to - from} bytes.`);
  }
  return {
    shape: shape as number[],
    from: from as number,
    to: to as number,
    read: () => decode(dtype, data.slice(from, to)),
  };
}

function decode(dtype: string, { buffer }: Uint8Array): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return decodeFloat16(new Uint16Array(buffer));
    case 'BF16':
      // The upper half of a binary32.
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer);
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer));
    default:
      return Float32Array.from(new Uint8Array(buffer));
  }
}
