import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  DIMENSION,
  ELEMENT_TYPE,
  ENTRY,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from '../proto.ts';

/** The few messages of ONNX that a network needs, as plain data, and how they are written. */

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

/** A `ModelProto` in protobuf's wire format. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(MODEL.irVersion, WireType.Varint).int64(model.irVersion);
  writer.tag(MODEL.producerName, WireType.LengthDelimited).string(model.producer);
  message(writer, MODEL.graph, () => {
    for (const node of model.nodes) message(writer, GRAPH.nodes, () => encodeNode(writer, node));
    writer.tag(GRAPH.name, WireType.LengthDelimited).string(model.graphName);
    for (const tensor of model.tensors) message(writer, GRAPH.tensors, () => encodeTensor(writer, tensor));
    for (const value of model.inputs) message(writer, GRAPH.inputs, () => encodeValue(writer, value));
    for (const value of model.outputs) message(writer, GRAPH.outputs, () => encodeValue(writer, value));
  });
  message(writer, MODEL.opsets, () => writer.tag(OPSET.version, WireType.Varint).int64(model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, MODEL.metadata, () => {
      writer.tag(ENTRY.key, WireType.LengthDelimited).string(key);
      writer.tag(ENTRY.value, WireType.LengthDelimited).string(value);
    });
  }
  return writer.finish();
}

/** `NodeProto` */
function encodeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.tag(NODE.inputs, WireType.LengthDelimited).string(input);
  writer.tag(NODE.outputs, WireType.LengthDelimited).string(node.output);
  writer.tag(NODE.name, WireType.LengthDelimited).string(node.name);
  writer.tag(NODE.operator, WireType.LengthDelimited).string(node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, NODE.attributes, () => encodeAttribute(writer, name, value));
  }
}

/** `AttributeProto` */
function encodeAttribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  writer.tag(ATTRIBUTE.name, WireType.LengthDelimited).string(name);
  if (typeof value === 'number') {
    writer.tag(ATTRIBUTE.integer, WireType.Varint).int64(value);
    writer.tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_TYPE.integer);
  } else if ('float' in value) {
    writer.tag(ATTRIBUTE.float, WireType.Bit32).float(value.float);
    writer.tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_TYPE.float);
  } else {
    for (const item of value) writer.tag(ATTRIBUTE.integers, WireType.Varint).int64(item);
    writer.tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_TYPE.integers);
  }
}

/** `TensorProto`, its numbers in `raw_data`: little-endian, as every platform that runs JavaScript has them. */
function encodeTensor(writer: BinaryWriter, tensor: OnnxTensor): void {
  for (const size of tensor.shape) writer.tag(TENSOR.shape, WireType.Varint).int64(size);
  const isFloat = tensor.type === 'float32';
  writer.tag(TENSOR.elementType, WireType.Varint).int32(isFloat ? ELEMENT_TYPE.float : ELEMENT_TYPE.int64);
  writer.tag(TENSOR.name, WireType.LengthDelimited).string(tensor.name);
  const { buffer, byteOffset, byteLength } = isFloat ? tensor.data : BigInt64Array.from(tensor.data, BigInt);
  writer.tag(TENSOR.raw, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
}

/** `ValueInfoProto` */
function encodeValue(writer: BinaryWriter, { name, shape }: OnnxValue): void {
  writer.tag(VALUE.name, WireType.LengthDelimited).string(name);
  message(writer, VALUE.type, () =>
    message(writer, TYPE.tensor, () => {
      writer.tag(TENSOR_TYPE.elementType, WireType.Varint).int32(ELEMENT_TYPE.float);
      message(writer, TENSOR_TYPE.shape, () => {
        for (const size of shape) {
          message(writer, SHAPE.dimensions, () => {
            if (typeof size === 'number') writer.tag(DIMENSION.size, WireType.Varint).int64(size);
            else writer.tag(DIMENSION.name, WireType.LengthDelimited).string(size);
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
