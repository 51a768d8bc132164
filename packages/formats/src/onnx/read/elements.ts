import { BinaryReader } from '@bufbuild/protobuf/wire';
import { FerError, sizeOf } from '@fer/core';
import { ELEMENT_TYPE } from '../proto.ts';
import { integer, type OnnxTensor } from './decode-model.ts';
import { corrupt, shortened, tooLarge } from './failures.ts';
import { ONNX_LIMITS } from './limits.ts';

/** Numbers of a constant: floats as they are computed with, whole numbers exactly. */
export type Numbers = Float32Array | Float64Array;

interface ElementType {
  readonly bytes: number;
  readonly isFloat: boolean;
  read(view: DataView, at: number): number;
}

/** By the code of the type. */
const ELEMENTS: { readonly [code: number]: ElementType } = {
  [ELEMENT_TYPE.float]: { bytes: 4, isFloat: true, read: (view, at) => view.getFloat32(at, true) },
  [ELEMENT_TYPE.uint8]: { bytes: 1, isFloat: false, read: (view, at) => view.getUint8(at) },
  [ELEMENT_TYPE.int8]: { bytes: 1, isFloat: false, read: (view, at) => view.getInt8(at) },
  [ELEMENT_TYPE.int32]: { bytes: 4, isFloat: false, read: (view, at) => view.getInt32(at, true) },
  [ELEMENT_TYPE.int64]: { bytes: 8, isFloat: false, read: (view, at) => Number(view.getBigInt64(at, true)) },
  [ELEMENT_TYPE.bool]: { bytes: 1, isFloat: false, read: (view, at) => view.getUint8(at) },
  [ELEMENT_TYPE.float16]: { bytes: 2, isFloat: true, read: (view, at) => fromHalf(view.getUint16(at, true)) },
  [ELEMENT_TYPE.double]: { bytes: 8, isFloat: true, read: (view, at) => view.getFloat64(at, true) },
  [ELEMENT_TYPE.bfloat16]: {
    bytes: 2,
    isFloat: true,
    read: (view, at) => fromBrain(view.getUint16(at, true)),
  },
};

/** Whether `code` is that of a type whose numbers a network may be fed or computed with. */
export function isFloatType(code: number): boolean {
  return ELEMENTS[code]?.isFloat === true;
}

/** Whether `code` is that of whole numbers. */
export function isIntegerType(code: number): boolean {
  return ELEMENTS[code]?.isFloat === false;
}

/**
 * The numbers of a tensor.
 *
 * @throws FerError `FER_GRAPH_UNSUPPORTED` naming it, if they are of another type or in another file;
 * `FER_WEIGHTS_CORRUPT` if they are not as many as its shape says
 */
export function readElements(tensor: OnnxTensor): Numbers {
  const { name, shape, field, elementType, isExternal } = tensor;
  if (isExternal) {
    throw unreadable(tensor, 'keeps its numbers in another file; save the model with all data in one file');
  }
  const type = ELEMENTS[elementType];
  if (type === undefined) throw unreadable(tensor, `has elements of type ${elementType}`);
  const size = sizeOf(shape);
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || !Number.isSafeInteger(size)) {
    throw corrupt(`the tensor '${name}' has the shape [${shape}]`);
  }
  const bytes = joined(tensor.pieces);
  const isList = field === 'int32s' || field === 'int64s';
  if (isList && size > ONNX_LIMITS.list)
    throw tooLarge(`'${name}', a list of ${size} numbers`, ONNX_LIMITS.list);
  const width = field === 'floats' ? 4 : field === 'doubles' ? 8 : type.bytes;
  const isWhole = isList ? bytes.length >= size : bytes.length === size * width;
  const isFitting = {
    floats: elementType === ELEMENT_TYPE.float,
    doubles: elementType === ELEMENT_TYPE.double,
    strings: false,
  }[field as string];
  if (!isWhole || isFitting === false) {
    throw corrupt(
      `the tensor '${name}' must have ${size} numbers for [${shape}], but has ${bytes.length} bytes`,
    );
  }
  if (isList) return listed(bytes, size, type, elementType);
  if (elementType === ELEMENT_TYPE.float) return new Float32Array(new Uint8Array(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = type.isFloat ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) numbers[i] = type.read(view, i * type.bytes);
  return numbers;
}

/** Varints: whole numbers, or the bits of small floats. */
function listed(bytes: Uint8Array, size: number, type: ElementType, code: number): Numbers {
  const reader = new BinaryReader(bytes);
  const numbers = type.isFloat ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const value = integer(reader);
    numbers[i] =
      code === ELEMENT_TYPE.float16
        ? fromHalf(value & 0xffff)
        : code === ELEMENT_TYPE.bfloat16
          ? fromBrain(value & 0xffff)
          : value;
  }
  if (reader.pos !== bytes.length) throw corrupt(`a tensor must have ${size} numbers, but has more or less`);
  return numbers;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** IEEE 754 binary16, by its bits. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a binary32. */
function fromBrain(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
}

function unreadable({ name, elementType }: OnnxTensor, problem: string): FerError {
  return new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `The tensor '${shortened(name)}' of the ONNX file ${problem}.`,
    {
      details: { tensor: name, elementType },
    },
  );
}
