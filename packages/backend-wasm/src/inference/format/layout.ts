/**
 * The plan format, version 3. (Version 1 had one input and one output, and held labels; in 2 no convolution added a
 * second input.) All numbers are little endian.
 *
 * | bytes | what |
 * | --- | --- |
 * | 0 … 7 | `FERPLAN` and a zero byte |
 * | 8 … 11 | u32 version |
 * | 12 … 15 | u32 MurmurHash3 of all that follows byte 16 |
 * | 16 … 19 | u32 byte length of the header |
 * | 20 … | the header, JSON in UTF-8, padded with zeros to a multiple of 64 |
 * | … | the tensors, float32, each padded with zeros to a multiple of 64 |
 *
 * The header is the `Plan`, with `{ "tensor": i }` for each tensor, and `tensors`, their lengths in floats.
 */
export const PLAN_MAGIC = 'FERPLAN\0';
export const PLAN_VERSION = 3;
export const PLAN_ALIGNMENT = 64;

export const PLAN_BYTES = { version: 8, hash: 12, hashed: 16, headerLength: 16, header: 20 } as const;

export function alignPlan(byteLength: number): number {
  return Math.ceil(byteLength / PLAN_ALIGNMENT) * PLAN_ALIGNMENT;
}
