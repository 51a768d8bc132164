import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import {
  ATTRIBUTE,
  DIMENSION,
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
import { corrupt, tooLarge } from './failures.ts';
import { ONNX_LIMITS } from './limits.ts';

/**
 * The messages of ONNX that a network is made of, as plain data, and how they are read from protobuf's wire format.
 * Nothing is copied: the numbers of tensors stay where they lie in the file.
 */

/** A `TensorProto`; `field` tells which of its fields holds the numbers. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elementType: number;
  readonly field: TensorField;
  /** The bytes of that field, one piece after the other. */
  readonly pieces: readonly Uint8Array[];
  /** Whether the numbers lie in another file. */
  readonly isExternal: boolean;
}

export type TensorField = 'raw' | 'floats' | 'doubles' | 'int32s' | 'int64s' | 'strings' | 'none';

/** An `AttributeProto`, with what is there of its kinds. */
export interface OnnxAttribute {
  readonly float?: number;
  readonly integer?: number;
  readonly text?: string;
  readonly tensor?: OnnxTensor;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  /** Whether it holds a graph, texts, or whatever else no operator here has. */
  readonly isOther: boolean;
}

/** A `NodeProto`. */
export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  /** An empty name stands for an input that is not given. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** A `ValueInfoProto`; `undefined` is a size that is not known before the network runs. */
export interface OnnxValue {
  readonly name: string;
  readonly elementType: number;
  readonly shape?: readonly (number | undefined)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** A `ModelProto`. */
export interface OnnxModel {
  readonly producer: string;
  /** The version of each set of operators, by domain; `''` is ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly metadata: ReadonlyMap<string, string>;
}

/** @throws FerError `FER_WEIGHTS_CORRUPT` where the bytes are no such message */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const producer: string[] = [];
  let graph: OnnxGraph | undefined;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  readFields(bytes, {
    [MODEL.producerName]: (reader) => producer.push(reader.string()),
    [MODEL.producerVersion]: (reader) => producer.push(reader.string()),
    [MODEL.graph]: (reader) => {
      if (graph !== undefined) throw corrupt('it has two graphs');
      graph = decodeGraph(reader.bytes());
    },
    [MODEL.opsets]: (reader) => {
      let [domain, version] = ['', 0];
      readFields(reader.bytes(), {
        [OPSET.domain]: (field) => (domain = field.string()),
        [OPSET.version]: (field) => (version = integer(field)),
      });
      opsets.set(domain === 'ai.onnx' ? '' : domain, version);
    },
    [MODEL.metadata]: (reader) => {
      let [key, value] = ['', ''];
      readFields(reader.bytes(), {
        [ENTRY.key]: (field) => (key = field.string()),
        [ENTRY.value]: (field) => (value = field.string()),
      });
      metadata.set(key, value);
    },
  });
  if (graph === undefined) throw corrupt('it has no graph');
  return { producer: producer.filter((part) => part !== '').join(' '), opsets, graph, metadata };
}

function decodeGraph(bytes: Uint8Array): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  readFields(bytes, {
    [GRAPH.nodes]: (reader) => append(nodes, decodeNode(reader.bytes()), 'nodes'),
    [GRAPH.tensors]: (reader) => append(tensors, decodeTensor(reader.bytes()), 'initializers'),
    [GRAPH.inputs]: (reader) => append(inputs, decodeValue(reader.bytes()), 'inputs'),
    [GRAPH.outputs]: (reader) => append(outputs, decodeValue(reader.bytes()), 'outputs'),
  });
  return { nodes, tensors, inputs, outputs };
}

function decodeNode(bytes: Uint8Array): OnnxNode {
  let [name, operator, domain] = ['', '', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  readFields(bytes, {
    [NODE.inputs]: (reader) => append(inputs, reader.string(), 'inputs of a node'),
    [NODE.outputs]: (reader) => append(outputs, reader.string(), 'outputs of a node'),
    [NODE.name]: (reader) => (name = reader.string()),
    [NODE.operator]: (reader) => (operator = reader.string()),
    [NODE.attributes]: (reader) => {
      const [key, attribute] = decodeAttribute(reader.bytes());
      attributes.set(key, attribute);
    },
    [NODE.domain]: (reader) => (domain = reader.string()),
  });
  return { name, operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes };
}

function decodeAttribute(bytes: Uint8Array): [name: string, attribute: OnnxAttribute] {
  let name = '';
  let isOther = false;
  const single: { float?: number; integer?: number; text?: string; tensor?: OnnxTensor } = {};
  const floats: number[] = [];
  const integers: number[] = [];
  const other = (reader: BinaryReader, wire: WireType, field: number) => {
    reader.skip(wire, field);
    isOther = true;
  };
  readFields(bytes, {
    [ATTRIBUTE.name]: (reader) => (name = reader.string()),
    [ATTRIBUTE.float]: (reader) => (single.float = reader.float()),
    [ATTRIBUTE.integer]: (reader) => (single.integer = integer(reader)),
    [ATTRIBUTE.text]: (reader) => (single.text = reader.string()),
    [ATTRIBUTE.tensor]: (reader) => (single.tensor = decodeTensor(reader.bytes())),
    [ATTRIBUTE.graph]: other,
    [ATTRIBUTE.floats]: (reader, wire) => readRepeated(reader, wire, floats, (from) => from.float()),
    [ATTRIBUTE.integers]: (reader, wire) => readRepeated(reader, wire, integers, integer),
    [ATTRIBUTE.texts]: other,
    [ATTRIBUTE.tensors]: other,
    [ATTRIBUTE.graphs]: other,
  });
  return [name, { ...single, floats, integers, isOther }];
}

const TENSOR_FIELDS: { readonly [field: number]: TensorField } = {
  [TENSOR.floats]: 'floats',
  [TENSOR.int32s]: 'int32s',
  [TENSOR.strings]: 'strings',
  [TENSOR.int64s]: 'int64s',
  [TENSOR.raw]: 'raw',
  [TENSOR.doubles]: 'doubles',
  [TENSOR.uint64s]: 'int64s',
};

function decodeTensor(bytes: Uint8Array): OnnxTensor {
  let [name, elementType, isExternal] = ['', 0, false];
  let found: TensorField = 'none';
  const shape: number[] = [];
  const pieces: Uint8Array[] = [];
  const numbers = (reader: BinaryReader, wire: WireType, field: number) => {
    const kind = TENSOR_FIELDS[field]!;
    if (found !== 'none' && found !== kind) throw corrupt(`the tensor '${name}' has its numbers twice`);
    found = kind;
    if (pieces.length >= ONNX_LIMITS.pieces)
      throw tooLarge('a tensor in too many pieces', ONNX_LIMITS.pieces);
    pieces.push(wire === WireType.LengthDelimited ? reader.bytes() : reader.skip(wire, field));
  };
  readFields(bytes, {
    [TENSOR.shape]: (reader, wire) => readRepeated(reader, wire, shape, integer),
    [TENSOR.elementType]: (reader) => (elementType = reader.int32()),
    [TENSOR.name]: (reader) => (name = reader.string()),
    [TENSOR.externalData]: (reader, wire, field) => {
      reader.skip(wire, field);
      isExternal = true;
    },
    [TENSOR.dataLocation]: (reader) => (isExternal ||= reader.int32() === 1),
    ...Object.fromEntries(Object.keys(TENSOR_FIELDS).map((field) => [field, numbers])),
  });
  if (shape.length > ONNX_LIMITS.rank) throw tooLarge(`a tensor of ${shape.length} axes`, ONNX_LIMITS.rank);
  return { name, shape, elementType, field: found, pieces, isExternal };
}

function decodeValue(bytes: Uint8Array): OnnxValue {
  let [name, elementType] = ['', 0];
  let shape: (number | undefined)[] | undefined;
  const readDimension = (dimension: Uint8Array) => {
    let size: number | undefined;
    readFields(dimension, { [DIMENSION.size]: (reader) => (size = integer(reader)) });
    append(shape!, size, 'axes of an input');
  };
  readFields(bytes, {
    [VALUE.name]: (reader) => (name = reader.string()),
    [VALUE.type]: (type) =>
      readFields(type.bytes(), {
        [TYPE.tensor]: (tensor) =>
          readFields(tensor.bytes(), {
            [TENSOR_TYPE.elementType]: (reader) => (elementType = reader.int32()),
            [TENSOR_TYPE.shape]: (reader) => {
              shape = [];
              readFields(reader.bytes(), {
                [SHAPE.dimensions]: (dimension) => readDimension(dimension.bytes()),
              });
            },
          }),
      }),
  });
  return { name, elementType, ...(shape && { shape }) };
}

type FieldReader = (reader: BinaryReader, wire: WireType, field: number) => unknown;

/** Reads a message: each field by its reader, the others passed over. */
function readFields(bytes: Uint8Array, fields: { readonly [field: number]: FieldReader }): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (read === undefined) reader.skip(wire, field);
    else read(reader, wire, field);
    if (reader.pos > reader.len) throw corrupt('it ends too early');
  }
}

/** Numbers one by one, or packed. */
function readRepeated(
  reader: BinaryReader,
  wire: WireType,
  into: number[],
  read: (reader: BinaryReader) => number,
): void {
  if (wire !== WireType.LengthDelimited) {
    append(into, read(reader), 'numbers in a list');
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) append(into, read(packed), 'numbers in a list');
}

/** Of 64 bits, rounded beyond 2^53, where only marks such as "to the end" lie. */
export function integer(reader: BinaryReader): number {
  return Number(reader.int64());
}

const MOST: { readonly [what: string]: number } = { nodes: ONNX_LIMITS.nodes };

function append<Item>(list: Item[], item: Item, what: string): void {
  const most = MOST[what] ?? ONNX_LIMITS.list;
  if (list.length >= most) throw tooLarge(`more than ${most} ${what}`, most);
  list.push(item);
}
