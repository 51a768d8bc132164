import { type BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { encodeOnnx, type WrittenTensor } from '../__fixtures__/encode-onnx.ts';
import { readOnnx } from './read-onnx.ts';

/** Exact in every type. */
const NUMBERS = [1.5, -0.25, 0, 2, -3, 0.001953125];
const HALVES = [0x3e00, 0xb400, 0x0000, 0x4000, 0xc200, 0x1800];
const BRAINS = [0x3fc0, 0xbe80, 0x0000, 0x4000, 0xc040, 0x3b00];

const file = (encode: (writer: BinaryWriter) => void, shape = [2, 3, 1, 1]) => {
  const w: WrittenTensor = { shape, data: [], encode };
  return encodeOnnx({
    opset: 13,
    input: [1, 3, 4, 4],
    nodes: [{ op: 'Conv', inputs: ['x', 'w'] }],
    tensors: { w },
  });
};
const type = (writer: BinaryWriter, code: number) => writer.tag(2, WireType.Varint).int32(code);
const bytesOf = (numbers: ArrayBufferView) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
const raw = (code: number, numbers: ArrayBufferView) => (writer: BinaryWriter) => {
  type(writer, code).tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers));
};
const packedVarints = (field: number, numbers: readonly number[]) => (writer: BinaryWriter) => {
  writer.tag(field, WireType.LengthDelimited).fork();
  for (const number of numbers) writer.int64(number);
  writer.join();
};

describe('numbers of a tensor', () => {
  it.each<[string, (writer: BinaryWriter) => void]>([
    ['float, raw', raw(1, Float32Array.from(NUMBERS))],
    ['double, raw', raw(11, Float64Array.from(NUMBERS))],
    ['float16, raw', raw(10, Uint16Array.from(HALVES))],
    ['bfloat16, raw', raw(16, Uint16Array.from(BRAINS))],
    [
      'float_data, packed',
      (w) =>
        type(w, 1)
          .tag(4, 2)
          .bytes(bytesOf(Float32Array.from(NUMBERS))),
    ],
    [
      'float_data, one by one',
      (w) => {
        type(w, 1);
        for (const number of NUMBERS) w.tag(4, WireType.Bit32).float(number);
      },
    ],
    [
      'double_data',
      (w) =>
        type(w, 11)
          .tag(10, 2)
          .bytes(bytesOf(Float64Array.from(NUMBERS))),
    ],
    ['float16 in int32_data, packed', (w) => packedVarints(5, HALVES)(type(w, 10))],
    [
      'float16 in int32_data, one by one',
      (w) => {
        type(w, 10);
        for (const half of HALVES) w.tag(5, WireType.Varint).int32(half);
      },
    ],
  ])('%s', (_name, encode) => {
    const { tensors } = readOnnx(file(encode));
    // [filters, channels, 1, 1] → [1, 1, channels, filters]
    const [a, b, c, d, e, f] = NUMBERS;
    expect([...tensors.get('node1/Conv/kernel')!.data]).toEqual([a, d, b, e, c, f]);
  });

  it('float16 below its normal numbers', () => {
    const { tensors } = readOnnx(file(raw(10, Uint16Array.of(1, 0x8001, 0x03ff, 0x0400, 0x7bff, 0x8000))));
    const [a, d, b, e, c, f] = tensors.get('node1/Conv/kernel')!.data;
    expect([a, b, c, d, e, f]).toEqual([2 ** -24, -(2 ** -24), 1023 * 2 ** -24, 2 ** -14, 65504, -0]);
  });

  it.each<[string, string, RegExp, (writer: BinaryWriter) => void]>([
    [
      'in another file',
      'FER_GRAPH_UNSUPPORTED',
      /'w'.* in another file/,
      (w) => type(w, 1).tag(14, 0).int32(1),
    ],
    ['of a type of none', 'FER_GRAPH_UNSUPPORTED', /'w'.* type 8/, (w) => type(w, 8).tag(6, 2).string('a')],
    ['too few', 'FER_WEIGHTS_CORRUPT', /'w' must have 6 numbers/, raw(1, Float32Array.of(1))],
    ['too many', 'FER_WEIGHTS_CORRUPT', /'w' must have 6 numbers/, raw(1, new Float32Array(7))],
    ['none', 'FER_WEIGHTS_CORRUPT', /'w' must have 6 numbers/, (w) => type(w, 1)],
    [
      'too many varints',
      'FER_WEIGHTS_CORRUPT',
      /must have 6 numbers/,
      (w) => packedVarints(5, [...HALVES, 1])(type(w, 10)),
    ],
    [
      'infinite',
      'FER_WEIGHTS_CORRUPT',
      /'node1\/Conv\/kernel' is Infinity/,
      raw(10, new Uint16Array(6).fill(0x7c00)),
    ],
    [
      'no numbers',
      'FER_WEIGHTS_CORRUPT',
      /'node1\/Conv\/kernel' is NaN/,
      raw(16, new Uint16Array(6).fill(0x7fc0)),
    ],
    [
      'given twice',
      'FER_WEIGHTS_CORRUPT',
      /twice/,
      (w) => {
        raw(1, Float32Array.from(NUMBERS))(w);
        w.tag(4, WireType.Bit32).float(1);
      },
    ],
  ])('%s are refused', (_name, code, message, encode) => {
    expect(() => readOnnx(file(encode))).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it.each([[[-1, 3, 1, 1]], [[2 ** 40, 2 ** 40, 1, 1]]])(
    'a shape of %j is refused before anything is made',
    (shape) => {
      expect(() => readOnnx(file(raw(1, new Float32Array(6)), shape))).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^FER_WEIGHTS_(CORRUPT|MISMATCH)$/) }),
      );
    },
  );
});

describe('bytes', () => {
  const whole = file(raw(1, Float32Array.from(NUMBERS)));

  it('cut anywhere are refused', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => readOnnx(whole.subarray(0, length)), `${length}`).toThrow(
        expect.objectContaining({ name: 'FerError' }),
      );
    }
  });

  it('may come as a Buffer, whose slices are views', () => {
    const buffer = Buffer.concat([Buffer.of(0), whole]).subarray(1);
    expect(readOnnx(buffer).tensors).toEqual(readOnnx(whole).tensors);
  });

  it('that are no ONNX are told apart', () => {
    for (const bytes of [
      new TextEncoder().encode('{"class_name": "Model"}'),
      Uint8Array.of(0x89, 0x48, 0x44, 0x46),
    ]) {
      expect(() => readOnnx(bytes)).toThrow(expect.objectContaining({ code: 'FER_WEIGHTS_FORMAT' }));
    }
    expect(() => readOnnx('model.onnx' as never)).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }),
    );
  });
});
