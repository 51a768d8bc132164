import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * The few messages of ONNX that a network needs, as plain data, and how they are written. Field numbers and codes are
 * those of github.com/onnx/onnx/blob/main/onnx/onnx.proto; the file itself is not needed, nor any generated code.
 */

/** A constant: weights, or the sizes that an operator takes as an input. */
export type OnnxTensor = { readonly name: string; readonly shape: readonly number[] } & (
  | { readonly type: 'float32'; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly data: readonly number[] }
);

/** Whole numbers (`kernel_shape`), or one of either kind; a float is told by its box, for 1 may be both. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number };

/** An operator. All have one output here. */
export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: { readonly [name: string]: OnnxAttribute };
}

/** An input or output of the network: float32; a string names a size that is known when it runs only. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly producer: string;
  /** What each operator means: the version of the default operator set. */
  readonly opset: number;
  readonly irVersion: number;
  readonly graphName: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: { readonly [key: string]: string };
}

const FLOAT_ELEMENTS = 1;
const INT64_ELEMENTS = 7;
const FLOAT_ATTRIBUTE = 1;
const INT_ATTRIBUTE = 2;
const INTS_ATTRIBUTE = 7;

/** A `ModelProto` in protobuf's wire format. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(model.irVersion);
  writer.tag(2, WireType.LengthDelimited).string(model.producer);
  message(writer, 7, () => {
    for (const node of model.nodes) message(writer, 1, () => encodeNode(writer, node));
    writer.tag(2, WireType.LengthDelimited).string(model.graphName);
    for (const tensor of model.tensors) message(writer, 5, () => encodeTensor(writer, tensor));
    for (const value of model.inputs) message(writer, 11, () => encodeValue(writer, value));
    for (const value of model.outputs) message(writer, 12, () => encodeValue(writer, value));
  });
  message(writer, 8, () => writer.tag(2, WireType.Varint).int64(model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, () => {
      writer.tag(1, WireType.LengthDelimited).string(key);
      writer.tag(2, WireType.LengthDelimited).string(value);
    });
  }
  return writer.finish();
}

/** `NodeProto` */
function encodeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  writer.tag(2, WireType.LengthDelimited).string(node.output);
  writer.tag(3, WireType.LengthDelimited).string(node.name);
  writer.tag(4, WireType.LengthDelimited).string(node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, () => encodeAttribute(writer, name, value));
  }
}

/** `AttributeProto` */
function encodeAttribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  if (typeof value === 'number') {
    writer.tag(3, WireType.Varint).int64(value);
    writer.tag(20, WireType.Varint).int32(INT_ATTRIBUTE);
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    writer.tag(20, WireType.Varint).int32(FLOAT_ATTRIBUTE);
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    writer.tag(20, WireType.Varint).int32(INTS_ATTRIBUTE);
  }
}

/** `TensorProto`, its numbers in `raw_data`: little-endian, as every platform that runs JavaScript has them. */
function encodeTensor(writer: BinaryWriter, tensor: OnnxTensor): void {
  for (const size of tensor.shape) writer.tag(1, WireType.Varint).int64(size);
  const isFloat = tensor.type === 'float32';
  writer.tag(2, WireType.Varint).int32(isFloat ? FLOAT_ELEMENTS : INT64_ELEMENTS);
  writer.tag(8, WireType.LengthDelimited).string(tensor.name);
  const { buffer, byteOffset, byteLength } = isFloat ? tensor.data : BigInt64Array.from(tensor.data, BigInt);
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
}

/** `ValueInfoProto` */
function encodeValue(writer: BinaryWriter, { name, shape }: OnnxValue): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  // TypeProto › Tensor › elem_type, shape › dim › dim_value or dim_param
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.tag(1, WireType.Varint).int32(FLOAT_ELEMENTS);
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
