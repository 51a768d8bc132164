/**
 * Fields of ONNX's messages by their numbers, those that are read or written here:
 * github.com/onnx/onnx/blob/main/onnx/onnx.proto. The file itself is not needed, nor any generated code.
 */

export const MODEL = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  graph: 7,
  opsets: 8,
  metadata: 14,
} as const;

/** `OperatorSetIdProto` */
export const OPSET = { domain: 1, version: 2 } as const;

/** `StringStringEntryProto` */
export const ENTRY = { key: 1, value: 2 } as const;

export const GRAPH = { nodes: 1, name: 2, tensors: 5, inputs: 11, outputs: 12 } as const;

export const NODE = { inputs: 1, outputs: 2, name: 3, operator: 4, attributes: 5, domain: 7 } as const;

export const ATTRIBUTE = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  floats: 7,
  integers: 8,
  texts: 9,
  tensors: 10,
  graphs: 11,
  type: 20,
} as const;

/** `AttributeProto.AttributeType` */
export const ATTRIBUTE_TYPE = { float: 1, integer: 2, integers: 7 } as const;

export const TENSOR = {
  shape: 1,
  elementType: 2,
  floats: 4,
  int32s: 5,
  strings: 6,
  int64s: 7,
  name: 8,
  raw: 9,
  doubles: 10,
  uint64s: 11,
  externalData: 13,
  dataLocation: 14,
} as const;

/** `TensorProto.DataType`, those that weights and sizes have. */
export const ELEMENT_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

/** `ValueInfoProto` */
export const VALUE = { name: 1, type: 2 } as const;

/** `TypeProto` */
export const TYPE = { tensor: 1 } as const;

/** `TypeProto.Tensor` */
export const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;

/** `TensorShapeProto` */
export const SHAPE = { dimensions: 1 } as const;

/** `TensorShapeProto.Dimension` */
export const DIMENSION = { size: 1, name: 2 } as const;
