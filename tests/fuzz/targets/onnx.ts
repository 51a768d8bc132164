import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ForeignModel, Random } from '@fer/core';
import { readOnnx } from '@fer/formats';
import { assertTensors, weightSpecs } from '@fer/model';
import {
  encodeOnnx,
  integers,
  randomTensor,
  scalar,
  type WrittenAttribute,
  type WrittenModel,
  type WrittenNode,
} from '../../../packages/formats/src/onnx/__fixtures__/encode-onnx.ts';
import type { FuzzTarget } from '../target.ts';

/** Networks that hang together by luck, with attributes of any kind. */
export const onnxGraphs: FuzzTarget = {
  name: 'onnx-graphs',
  run: async (random) => check(readOnnx(encodeOnnx(randomModel(random)))),
};

/** A sound file, changed in its bytes or in its messages; the lengths of messages fit again. */
export const onnxBytes: FuzzTarget = {
  name: 'onnx-bytes',
  run: async (random) => {
    const bytes = encodeOnnx(SOUND);
    const changes = random.integer(4);
    if (random.integer(3) === 0) {
      for (let change = 0; change < changes; change++)
        bytes[random.integer(bytes.length)] = random.integer(256);
      return check(
        readOnnx(random.integer(4) === 0 ? bytes.subarray(0, random.integer(bytes.length)) : bytes),
      );
    }
    const fields = parse(bytes, 8)!;
    for (let change = 0; change < changes; change++) changeOne(random, fields);
    return `${check(readOnnx(serialise(fields)))}${changes === 0 ? ', sound' : ''}`;
  },
};

/** What is read is whole: every weight that its graph needs, and no other. */
function check({ graph, tensors, inputShape }: ForeignModel): string {
  const [height, width] = inputShape;
  const input = { height, width, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;
  try {
    assertTensors(tensors, weightSpecs(graph, input), 'What was read');
  } catch (error) {
    throw new Error(`finding: ${String(error)}`);
  }
  return 'read';
}

/** With something of everything. */
const SOUND: WrittenModel = {
  opset: 13,
  input: ['n', 3, 9, 8],
  nodes: [
    node('Conv', ['x', 'w', 'b'], { pads: [1, 1, 1, 1], strides: [2, 2] }),
    node('BatchNormalization', ['1', 'b', 'b', 'b', 'v'], { epsilon: { f: 1e-5 } }),
    node('Clip', ['2', 'zero', 'six']),
    node('GlobalAveragePool', ['3']),
    node('Conv', ['4', 'se']),
    node('Sigmoid', ['5']),
    node('Mul', ['3', '6']),
    node('MaxPool', ['7'], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
    node('Shape', ['8']),
    node('Gather', ['9', 'first']),
    node('Concat', ['10', 'rest'], { axis: 0 }),
    node('Reshape', ['8', '11']),
    node('Gemm', ['12', 'fc'], { transB: 1 }),
    node('Softmax', ['13'], { axis: 1 }),
  ],
  tensors: {
    w: randomTensor([4, 3, 3, 3]),
    b: randomTensor([4], 2),
    v: randomTensor([4], 3, 0.5, 1),
    se: randomTensor([4, 4, 1, 1]),
    fc: randomTensor([5, 24]),
    zero: scalar(0),
    six: scalar(6),
    first: integers(0),
    rest: integers(-1),
  },
};

function node(
  op: string,
  inputs: readonly string[],
  attributes: WrittenNode['attributes'] = {},
): WrittenNode {
  return { op, inputs, attributes };
}

const OPERATORS = [
  ...[
    'Conv',
    'Gemm',
    'MatMul',
    'BatchNormalization',
    'Relu',
    'LeakyRelu',
    'PRelu',
    'Clip',
    'Sigmoid',
    'HardSigmoid',
  ],
  ...[
    'MaxPool',
    'AveragePool',
    'GlobalAveragePool',
    'ReduceMean',
    'Add',
    'Sub',
    'Mul',
    'Div',
    'Concat',
    'Sum',
    'Max',
  ],
  ...[
    'Reshape',
    'Flatten',
    'Squeeze',
    'Unsqueeze',
    'Transpose',
    'Pad',
    'Softmax',
    'Dropout',
    'Cast',
    'Identity',
  ],
  ...['Shape', 'Gather', 'Slice', 'Constant', 'ConstantOfShape', 'If', 'Resize'],
];
/** Nodes that fit behind a map of three channels. */
const FITTING: readonly ((x: string) => WrittenNode)[] = [
  (x) => node('Relu', [x]),
  (x) => node('Conv', [x, 'k3', 'c'], { pads: [1, 1, 1, 1] }),
  (x) => node('Conv', [x, 'k3'], { strides: [2, 1], auto_pad: 'SAME_LOWER' }),
  (x) => node('MaxPool', [x], { kernel_shape: [2, 2], pads: [1, 0, 0, 1] }),
  (x) =>
    node('AveragePool', [x], { kernel_shape: [3, 3], pads: [1, 1, 0, 1], ceil_mode: 1, strides: [2, 2] }),
  (x) => node('Add', [x, 'd']),
  (x) => node('Mul', ['d', x]),
  (x) => node('PRelu', [x, 'd']),
  (x) => node('Clip', [x, 'f', 'high']),
  (x) => node('Add', [x, x]),
  (x) => node('Concat', [x], { axis: 1 }),
  (x) => node('Transpose', [x], { perm: [0, 1, 3, 2] }),
  (x) => node('BatchNormalization', [x, 'c', 'c', 'c', 'v']),
];
const NUMBERS = [0, 1, 1, 1, 2, 2, 3, 3, 4, 6, -1, -2, 7, 100, 65_536, 2 ** 24, 2 ** 31, 2 ** 40, -(2 ** 31)];
const LISTS = ['pads', 'strides', 'dilations', 'kernel_shape', 'axes', 'perm', 'shape'];
const SINGLES = ['axis', 'group', 'keepdims', 'transB', 'ceil_mode', 'count_include_pad', 'to', 'allowzero'];

function randomModel(random: Random): WrittenModel {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!;
  const list = (longest: number) => Array.from({ length: random.integer(longest + 1) }, () => pick(NUMBERS));
  const isHostile = random.integer(4) === 0;
  const small = () =>
    isHostile ? list(5) : Array.from({ length: pick([1, 2, 3, 4]) }, () => 1 + random.integer(4));
  const tensors: WrittenModel['tensors'] = {
    k: randomTensor([1 + random.integer(4), pick([1, 3]), 1 + random.integer(3), 1 + random.integer(3)]),
    m: randomTensor([pick([3, 4, 12, 120]), 4]),
    c: randomTensor([3]),
    d: randomTensor([3, 1, 1]),
    v: randomTensor([3], 4, 0.5, 1),
    k3: randomTensor([3, 3, 3, 3]),
    f: scalar(random.uniform(-3, 6)),
    high: scalar(random.uniform(2, 9)),
    i: integers(...small()),
    j: integers(...list(4)),
  };
  const names = ['x', ...Object.keys(tensors)];
  const nodes = Array.from({ length: 1 + random.integer(12) }, (_, index): WrittenNode => {
    const previous = index === 0 ? 'x' : `${index}`;
    const inputs = Array.from({ length: 1 + random.integer(3) }, (_, place) =>
      place === 0 && random.integer(5) > 0 ? previous : pick([...names, previous, '']),
    );
    names.push(`${index + 1}`);
    if (random.integer(12) > 0)
      return pick(FITTING)(random.integer(8) > 0 ? previous : pick(names.slice(0, -1)));
    const attributes: { [name: string]: WrittenAttribute } = {};
    if (random.integer(2) === 0) attributes[pick(LISTS)] = small();
    if (random.integer(3) === 0) attributes[pick(SINGLES)] = pick(NUMBERS);
    if (random.integer(6) === 0) attributes.auto_pad = pick(['SAME_UPPER', 'SAME_LOWER', 'VALID', '']);
    if (random.integer(9) === 0)
      attributes.alpha = { f: pick([Number.NaN, 1e38, 0.5, Number.POSITIVE_INFINITY]) };
    return node(pick(OPERATORS), inputs, attributes);
  });
  return {
    opset: 7 + random.integer(14),
    input: isHostile ? ['n', pick([1, 3, 64]), pick(NUMBERS), pick(NUMBERS)] : [1, 3, 10, 12],
    nodes,
    tensors,
  };
}

/** A field of a message: a message itself, or bytes as they were. */
interface Field {
  number: number;
  readonly wire: WireType;
  content: Uint8Array | Field[];
}

/** A message, if the bytes are one. */
function parse(bytes: Uint8Array, depth: number): Field[] | undefined {
  const fields: Field[] = [];
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      if (wire !== WireType.LengthDelimited) {
        fields.push({ number, wire, content: reader.skip(wire, number).slice() });
        continue;
      }
      const content = reader.bytes();
      const inner = depth > 0 && content.length > 1 ? parse(content, depth - 1) : undefined;
      fields.push({ number, wire, content: inner ?? content.slice() });
    }
  } catch {
    return undefined;
  }
  return fields;
}

function serialise(fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { number, wire, content } of fields) {
    writer.tag(number, wire);
    if (wire === WireType.LengthDelimited)
      writer.bytes(Array.isArray(content) ? serialise(content) : content);
    else writer.raw(content as Uint8Array);
  }
  return writer.finish();
}

function changeOne(random: Random, fields: Field[]): void {
  if (fields.length === 0) return;
  const index = random.integer(fields.length);
  const field = fields[index]!;
  if (Array.isArray(field.content) && random.integer(6) > 0) {
    changeOne(random, field.content);
    return;
  }
  switch (random.integer(6)) {
    case 0:
      fields.splice(index, 1);
      break;
    case 1:
      fields.splice(index, 0, ...Array<Field>(1 + random.integer(3)).fill(field));
      break;
    case 2:
      field.number = 1 + random.integer(20);
      break;
    case 3:
      fields.push(fields.splice(index, 1)[0]!);
      break;
    default:
      field.content = changed(random, field);
  }
}

function changed(random: Random, { wire, content }: Field): Uint8Array {
  if (wire === WireType.Varint) {
    const writer = new BinaryWriter();
    return writer.int64(NUMBERS[random.integer(NUMBERS.length)]!).finish();
  }
  const bytes = Array.isArray(content) ? serialise(content) : content.slice();
  if (wire === WireType.LengthDelimited && random.integer(2) === 0) {
    return random.integer(2) === 0
      ? bytes.subarray(0, random.integer(bytes.length + 1))
      : new Uint8Array(random.integer(300));
  }
  if (bytes.length > 0) bytes[random.integer(bytes.length)] = random.integer(256);
  return bytes;
}
