import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { createRandom, sizeOf } from '@fer/core';

/** A tensor of a file, its numbers in `raw_data` unless `encode` puts them elsewhere. */
export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly type?: 'float' | 'int64';
  readonly data: readonly number[] | Float32Array;
  /** Writes type and numbers in another way. */
  readonly encode?: (writer: BinaryWriter) => void;
}

/** `{ f: 1 }` is a float, a number or numbers are integers. */
export type WrittenAttribute =
  | number
  | string
  | readonly number[]
  | { readonly f: number }
  | { readonly tensor: WrittenTensor };

export interface WrittenNode {
  readonly op: string;
  readonly inputs: readonly string[];
  /** Default: one, the number of the node. */
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: { readonly [name: string]: WrittenAttribute };
}

export interface WrittenModel {
  readonly opset: number;
  readonly nodes: readonly WrittenNode[];
  readonly tensors?: { readonly [name: string]: WrittenTensor };
  /** Of the picture, `x`; a string is a size left open. */
  readonly input: readonly (number | string)[];
  /** Whether initializers stand among the inputs, as in old files. */
  readonly listsInitializers?: boolean;
  readonly outputs?: readonly string[];
}

/** Writes ONNX as exporters do, with all that the reader must know and `writeOnnx` never writes. */
export function encodeOnnx(model: WrittenModel): Uint8Array {
  const writer = new BinaryWriter();
  const { nodes, tensors = {}, outputs = [`${nodes.length}`] } = model;
  writer.tag(1, WireType.Varint).int64(model.opset < 9 ? 3 : 8);
  writer.tag(2, WireType.LengthDelimited).string('test');
  message(writer, 7, () => {
    for (const [index, node] of nodes.entries()) message(writer, 1, () => writeNode(writer, node, index));
    writer.tag(2, WireType.LengthDelimited).string('graph');
    for (const [name, tensor] of Object.entries(tensors))
      message(writer, 5, () => writeTensor(writer, tensor, name));
    message(writer, 11, () => writeValue(writer, 'x', model.input));
    if (model.listsInitializers) {
      for (const [name, { shape, type }] of Object.entries(tensors))
        message(writer, 11, () => writeValue(writer, name, shape, type));
    }
    for (const name of outputs) message(writer, 12, () => writeValue(writer, name));
  });
  message(writer, 8, () => {
    writer.tag(1, WireType.LengthDelimited).string('');
    writer.tag(2, WireType.Varint).int64(model.opset);
  });
  if (nodes.some(({ domain }) => domain)) {
    message(writer, 8, () => {
      writer.tag(1, WireType.LengthDelimited).string('com.microsoft');
      writer.tag(2, WireType.Varint).int64(1);
    });
  }
  return writer.finish();
}

/** Seeded numbers, -1..1. */
export function randomTensor(shape: readonly number[], seed = 1, low = -1, high = 1): WrittenTensor {
  const random = createRandom(seed, sizeOf(shape));
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(low, high)) };
}

export function integers(...data: number[]): WrittenTensor {
  return { shape: [data.length], type: 'int64', data };
}

export function scalar(value: number): WrittenTensor {
  return { shape: [], data: [value] };
}

function writeNode(writer: BinaryWriter, node: WrittenNode, index: number): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of node.outputs ?? [`${index + 1}`])
    writer.tag(2, WireType.LengthDelimited).string(output);
  writer.tag(3, WireType.LengthDelimited).string(node.name ?? `/node${index + 1}/${node.op}`);
  writer.tag(4, WireType.LengthDelimited).string(node.op);
  if (node.domain) writer.tag(7, WireType.LengthDelimited).string(node.domain);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    message(writer, 5, () => {
      writer.tag(1, WireType.LengthDelimited).string(name);
      writeAttribute(writer, value);
    });
  }
}

function writeAttribute(writer: BinaryWriter, value: WrittenAttribute): void {
  const type = (code: number) => writer.tag(20, WireType.Varint).int32(code);
  if (typeof value === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(value);
    type(3);
  } else if (typeof value === 'number') {
    writer.tag(3, WireType.Varint).int64(value);
    type(2);
  } else if ('f' in value) {
    writer.tag(2, WireType.Bit32).float(value.f);
    type(1);
  } else if ('tensor' in value) {
    message(writer, 5, () => writeTensor(writer, value.tensor, ''));
    type(4);
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    type(7);
  }
}

function writeTensor(
  writer: BinaryWriter,
  { shape, type = 'float', data, encode }: WrittenTensor,
  name: string,
): void {
  for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(8, WireType.LengthDelimited).string(name);
  if (encode !== undefined) {
    encode(writer);
    return;
  }
  writer.tag(2, WireType.Varint).int32(type === 'float' ? 1 : 7);
  const numbers = type === 'float' ? Float32Array.from(data) : BigInt64Array.from([...data], BigInt);
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(numbers.buffer));
}

/** Without a shape: whatever its sizes. */
function writeValue(
  writer: BinaryWriter,
  name: string,
  shape?: readonly (number | string)[],
  type = 'float',
): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.tag(1, WireType.Varint).int32(type === 'float' ? 1 : 7);
      if (shape === undefined) return;
      message(writer, 2, () => {
        for (const size of shape) {
          message(writer, 1, () => {
            if (typeof size === 'number') writer.tag(1, WireType.Varint).int64(size);
            else writer.tag(2, WireType.LengthDelimited).string(size);
          });
        }
      });
    }),
  );
}

function message(writer: BinaryWriter, field: number, write: () => unknown): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
