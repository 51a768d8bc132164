import { describe, expect, it } from 'vitest';
import { expectAgreement } from '../__fixtures__/agreement.ts';
import {
  encodeOnnx,
  integers,
  randomTensor,
  scalar,
  type WrittenAttribute,
  type WrittenModel,
  type WrittenNode,
  type WrittenTensor,
} from '../__fixtures__/encode-onnx.ts';
import { readOnnx } from './read-onnx.ts';

type Tensors = { readonly [name: string]: WrittenTensor };
type Attributes = { readonly [name: string]: WrittenAttribute };

/** Higher than wide, odd and even, so that mixed up axes show. */
const MAP = ['n', 3, 7, 6] as const;
const node = (op: string, inputs: readonly string[], attributes: Attributes = {}): WrittenNode => ({
  op,
  inputs,
  attributes,
});
const one = (op: string, attributes: Attributes = {}, tensors: Tensors = {}, opset = 13): WrittenModel => ({
  opset,
  input: MAP,
  nodes: [node(op, ['x', ...Object.keys(tensors)], attributes)],
  tensors,
});
const chain = (nodes: readonly WrittenNode[], tensors: Tensors = {}, opset = 13): WrittenModel => ({
  opset,
  input: MAP,
  nodes,
  tensors,
});
const typesOf = ({ graph }: { graph: { layers: readonly { type: string }[] } }) =>
  graph.layers.map(({ type }) => type);

const kernel = (filters: number, channels: number, ...size: number[]) => ({
  w: randomTensor([filters, channels, ...size]),
  b: randomTensor([filters]),
});

describe('Conv', () => {
  it.each<[string, Attributes, Tensors, string[]]>([
    ['plain', {}, kernel(4, 3, 3, 2), ['conv2d']],
    ['strided', { strides: [2, 3] }, kernel(4, 3, 3, 2), ['conv2d']],
    ['padded as same', { pads: [1, 1, 1, 1], kernel_shape: [3, 3] }, kernel(4, 3, 3, 3), ['conv2d']],
    [
      'padded all around at stride 2',
      { pads: [1, 1, 1, 1], strides: [2, 2] },
      kernel(4, 3, 3, 3),
      ['zeroPadding2d', 'conv2d'],
    ],
    ['padded unevenly', { pads: [2, 0, 1, 3] }, kernel(4, 3, 3, 3), ['zeroPadding2d', 'conv2d']],
    ['SAME_UPPER', { auto_pad: 'SAME_UPPER', strides: [2, 2] }, kernel(4, 3, 3, 3), ['conv2d']],
    [
      'SAME_LOWER',
      { auto_pad: 'SAME_LOWER', strides: [2, 2] },
      kernel(4, 3, 2, 3),
      ['zeroPadding2d', 'conv2d'],
    ],
    ['VALID', { auto_pad: 'VALID' }, kernel(4, 3, 3, 3), ['conv2d']],
    ['dilated', { dilations: [2, 1], pads: [2, 1, 2, 1] }, kernel(4, 3, 3, 3), ['conv2d']],
    ['without bias', {}, { w: randomTensor([2, 3, 1, 1]) }, ['conv2d']],
    ['depthwise', { group: 3, pads: [1, 1, 1, 1] }, kernel(3, 1, 3, 3), ['depthwiseConv2d']],
    ['depthwise with a multiplier', { group: 3 }, kernel(6, 1, 3, 2), ['depthwiseConv2d']],
  ])('%s', async (_name, attributes, tensors, types) => {
    const model = await expectAgreement(one('Conv', attributes, tensors));
    expect(typesOf(model)).toEqual(types);
    expect(model.notes).toEqual([expect.stringContaining('without a softmax')]);
  });

  it('in groups', async () => {
    const tensors = { a: randomTensor([8, 3, 1, 1]), w: randomTensor([6, 2, 3, 3]) };
    const nodes = [node('Conv', ['x', 'a']), node('Conv', ['1', 'w'], { group: 4 })];
    const refused = () => readOnnx(encodeOnnx(chain(nodes, tensors)));
    expect(refused).toThrow(expect.objectContaining({ code: 'FER_WEIGHTS_MISMATCH' }));
    const fitting = { ...tensors, w: randomTensor([8, 2, 3, 3]) };
    const model = await expectAgreement(chain(nodes, fitting));
    expect(model.graph.layers[1]!.config).toMatchObject({ groups: 4 });
  });
});

describe('numbers one by one', () => {
  it.each<[string, Attributes, number?]>([
    ['Relu', {}],
    ['Sigmoid', {}],
    ['Tanh', {}],
    ['Softplus', {}],
    ['Softsign', {}],
    ['Elu', {}],
    ['Selu', {}],
    ['HardSwish', {}, 14],
    ['Mish', {}, 18],
    ['Gelu', {}, 20],
    ['Gelu', { approximate: 'tanh' }, 20],
    ['LeakyRelu', {}],
    ['LeakyRelu', { alpha: { f: 0.2 } }],
    ['HardSigmoid', {}],
    ['HardSigmoid', { alpha: { f: 1 / 6 } }],
    ['HardSigmoid', { alpha: { f: 0.3 }, beta: { f: 0.4 } }],
    ['Clip', { min: { f: 0 }, max: { f: 6 } }, 7],
    ['Clip', { min: { f: -0.5 }, max: { f: 1 } }, 7],
    ['Clip', { max: { f: 0.7 } }, 7],
    ['Softmax', { axis: 1 }],
    ['Softmax', {}],
    ['Softmax', { axis: 2 }],
    ['Softmax', {}, 11],
    ['LogSoftmax', { axis: 1 }],
  ])('%s %j', async (op, attributes, opset) => {
    await expectAgreement(one(op, attributes, {}, opset));
  });

  const number = (value: number): WrittenTensor => ({ shape: [], data: [value] });
  const GELU = { root: number(Math.SQRT2), one: number(1), half: number(0.5) };
  const erf = [node('Div', ['x', 'root']), node('Erf', ['1']), node('Add', ['2', 'one'])];

  it.each<[string, WrittenNode[]]>([
    ['half of the product', [node('Mul', ['x', '3']), node('Mul', ['4', 'half'])]],
    ['the product of the half', [node('Mul', ['x', 'half']), node('Mul', ['4', '3'])]],
  ])('GELU by Erf, %s', async (_name, rest) => {
    const model = await expectAgreement(chain([...erf, ...rest], GELU));
    expect(model.graph.layers.map(({ config }) => config.activation)).toEqual(['gelu']);
  });

  it('twice a GELU by Erf', async () => {
    await expectAgreement(chain([...erf, node('Mul', ['3', 'x'])], GELU));
  });

  it.each<[string, WrittenNode[], RegExp]>([
    ['of another number', [node('Erf', ['x'])], /node1\/Erf'.*no GELU/],
    ['that nothing is multiplied by', erf, /no part of a GELU/],
    [
      'that something else is multiplied by',
      [...erf, node('Relu', ['x']), node('Mul', ['4', '3'])],
      /no part of a GELU/,
    ],
  ])('names an Erf %s', (_name, nodes, message) => {
    expect(() => readOnnx(encodeOnnx(chain(nodes, GELU)))).toThrow(
      expect.objectContaining({ code: 'FER_GRAPH_UNSUPPORTED', message: expect.stringMatching(message) }),
    );
  });

  it.each<[string, Attributes, number]>([
    ['Identity', {}, 13],
    ['Dropout', { ratio: { f: 0.5 } }, 7],
    ['Cast', { to: 1 }, 13],
  ])('%s changes nothing', async (op, attributes, opset) => {
    const model = await expectAgreement(chain([node(op, ['x'], attributes), node('Relu', ['1'])], {}, opset));
    expect(typesOf(model)).toEqual(['activation']);
  });

  it.each<[string, (number | undefined)[]]>([
    ['6', [0, 6]],
    ['below', [-0.5, undefined]],
    ['above', [undefined, 0.5]],
    ['at 0', [0, undefined]],
    ['both', [-1, 0.25]],
  ])('Clip by inputs: %s', async (_name, bounds) => {
    const tensors = Object.fromEntries(
      bounds.flatMap((bound, i) => (bound === undefined ? [] : [[`b${i}`, scalar(bound)]])),
    );
    const inputs = ['x', ...bounds.map((bound, i) => (bound === undefined ? '' : `b${i}`))];
    await expectAgreement(chain([node('Clip', inputs)], tensors));
  });

  it.each([[[3, 1, 1]], [[1]], [[3, 7, 6]], [[1, 7, 1]]])('PRelu with slopes of %j', async (shape) => {
    await expectAgreement(one('PRelu', {}, { s: randomTensor(shape) }));
  });

  it('BatchNormalization with its epsilon', async () => {
    const tensors = {
      scale: randomTensor([3], 1, 0.5, 1.5),
      bias: randomTensor([3], 2),
      mean: randomTensor([3], 3),
      variance: randomTensor([3], 4, 0.01, 0.1),
    };
    for (const epsilon of [1e-5, 0.05]) {
      const model = await expectAgreement(one('BatchNormalization', { epsilon: { f: epsilon } }, tensors));
      expect(model.graph.layers[0]!.config.epsilon).toBeCloseTo(epsilon, 8);
    }
    await expectAgreement(
      chain([node('Flatten', ['x']), node('BatchNormalization', ['1', ...Object.keys(tensors)])], {
        scale: randomTensor([126], 1, 0.5, 1.5),
        bias: randomTensor([126], 2),
        mean: randomTensor([126], 3),
        variance: randomTensor([126], 4, 0.5, 1),
      }),
    );
  });

  it.each(['Add', 'Sub', 'Mul', 'Div'])('%s with constants, first and last', async (op) => {
    for (const shape of [[], [1], [3, 1, 1], [1, 3, 1, 1], [6], [7, 1], [1, 3, 7, 6]]) {
      const tensors = { c: randomTensor(shape, 3, 0.5, 2) };
      await expectAgreement(chain([node(op, ['x', 'c'])], tensors));
      if (op !== 'Div') await expectAgreement(chain([node(op, ['c', 'x'])], tensors));
    }
  });
});

describe('gates', () => {
  it.each<[string, WrittenNode, string]>([
    ['swish', node('Sigmoid', ['x']), 'swish'],
    ['hard swish', node('HardSigmoid', ['x'], { alpha: { f: 1 / 6 } }), 'hardSwish'],
  ])('%s is one activation', async (_name, gate, activation) => {
    for (const inputs of [
      ['x', '1'],
      ['1', 'x'],
    ]) {
      const model = await expectAgreement(chain([gate, node('Mul', inputs)]));
      expect(model.graph.layers).toMatchObject([{ type: 'activation', config: { activation } }]);
    }
  });

  it('hard swish of parts', async () => {
    const nodes = [
      node('Add', ['x', 'three']),
      node('Clip', ['1', 'zero', 'six']),
      node('Mul', ['x', '2']),
      node('Div', ['3', 'six']),
    ];
    await expectAgreement(chain(nodes, { zero: scalar(0), three: scalar(3), six: scalar(6) }));
  });

  it('squeeze and excite, by convolutions of a pixel and by Gemm', async () => {
    const tensors = { a: randomTensor([2, 3, 1, 1]), b: randomTensor([3, 2, 1, 1]) };
    const nodes = [
      node('GlobalAveragePool', ['x']),
      node('Conv', ['1', 'a']),
      node('Relu', ['2']),
      node('Conv', ['3', 'b']),
      node('Sigmoid', ['4']),
      node('Mul', ['5', 'x']),
    ];
    const model = await expectAgreement(chain(nodes, tensors));
    expect(typesOf(model)).toEqual([
      'globalAveragePooling2d',
      'dense',
      'activation',
      'dense',
      'activation',
      'multiply',
    ]);

    const gemm = { a: randomTensor([2, 3]), b: randomTensor([3, 2]), shape: integers(-1, 3, 1, 1) };
    await expectAgreement(
      chain(
        [
          node('ReduceMean', ['x'], { axes: [2, 3], keepdims: 0 }),
          node('Gemm', ['1', 'a'], { transB: 1 }),
          node('Gemm', ['2', 'b'], { transB: 1 }),
          node('Sigmoid', ['3']),
          node('Reshape', ['4', 'shape']),
          node('Mul', ['x', '5']),
        ],
        gemm,
      ),
    );
  });
});

describe('poolings', () => {
  const pools: readonly (readonly [string, Attributes])[] = [
    ['plain', { kernel_shape: [2, 2], strides: [2, 2] }],
    ['of stride 1', { kernel_shape: [3, 2] }],
    ['SAME_UPPER', { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }],
    ['padded all around at stride 2', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
  ];
  it.each(pools)('MaxPool %s', async (_name, attributes) => {
    await expectAgreement(one('MaxPool', attributes));
  });
  it.each([
    ...pools,
    ['padded unevenly', { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 1, 1, 2] }],
    ['beyond the edge', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }],
  ] as typeof pools)('MaxPool %s of what is not negative', async (_name, attributes) => {
    await expectAgreement(chain([node('Relu', ['x']), node('MaxPool', ['1'], attributes)]));
  });
  it.each([
    ...pools,
    ['padded unevenly', { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 1, 1, 2] }],
  ] as typeof pools)('AveragePool %s, with and without what hangs over', async (_name, attributes) => {
    await expectAgreement(one('AveragePool', attributes));
    await expectAgreement(one('AveragePool', { ...attributes, count_include_pad: 1 }));
  });
  it('AveragePool with ceil_mode', async () => {
    await expectAgreement(
      one('AveragePool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }, {}, 19),
    );
  });
  it.each(['GlobalAveragePool', 'GlobalMaxPool'])('%s', async (op) => {
    await expectAgreement(one(op));
  });
  it('ReduceMean by attribute, by input, kept or not', async () => {
    await expectAgreement(one('ReduceMean', { axes: [2, 3] }));
    await expectAgreement(one('ReduceMean', { axes: [-1, -2], keepdims: 0 }));
    await expectAgreement(one('ReduceMean', { keepdims: 0 }, { axes: integers(2, 3) }, 18));
    await expectAgreement(one('ReduceMax', {}, { axes: integers(2, 3) }, 18));
  });
  it('ReduceMean over any axes but the batch, and with the channels last', async () => {
    const nodes = [
      node('Transpose', ['x'], { perm: [0, 2, 3, 1] }),
      node('ReduceMean', ['1'], { axes: [1, 2] }),
    ];
    await expectAgreement(chain(nodes));
  });
});

describe('joins', () => {
  it.each(['Add', 'Sub', 'Mul', 'Sum', 'Max'])('%s of two maps', async (op) => {
    await expectAgreement(chain([node('Tanh', ['x']), node(op, ['1', 'x'])]));
  });
  it('of maps whose numbers lie otherwise', async () => {
    const nodes = [
      node('Transpose', ['x'], { perm: [0, 3, 1, 2] }),
      node('Tanh', ['1']),
      node('Transpose', ['2'], { perm: [0, 2, 3, 1] }),
      node('Add', ['3', 'x']),
    ];
    await expectAgreement(chain(nodes));
  });
  it('Concat of maps and of vectors', async () => {
    await expectAgreement(chain([node('Tanh', ['x']), node('Concat', ['x', '1'], { axis: 1 })]));
    await expectAgreement(chain([node('Tanh', ['x']), node('Concat', ['x', '1'], { axis: 3 })]));
    const vectors = [node('Flatten', ['x']), node('GlobalMaxPool', ['x']), node('Flatten', ['2'])];
    await expectAgreement(chain([...vectors, node('Concat', ['3', '1'], { axis: -1 })]));
  });
  it('Pad by attribute and by input', async () => {
    await expectAgreement(one('Pad', { pads: [0, 0, 1, 0, 0, 0, 2, 3] }, {}, 10));
    await expectAgreement(one('Pad', {}, { pads: integers(0, 0, 1, 0, 0, 2, 2, 3) }));
    await expectAgreement(
      one('Pad', {}, { pads: integers(1, 2, 3, 0), value: scalar(0), axes: integers(2, -1) }, 18),
    );
  });
});

describe('lay-out', () => {
  const dense = { w: randomTensor([126, 4]), b: randomTensor([4]) };

  it.each<[string, WrittenNode[], Tensors]>([
    ['Flatten', [node('Flatten', ['x'])], {}],
    ['Reshape', [node('Reshape', ['x', 's'])], { s: integers(0, -1) }],
    ['Reshape of a batch left open', [node('Reshape', ['x', 's'])], { s: integers(-1, 126) }],
  ])('%s turns the rows of the next dense layer', async (_name, nodes, tensors) => {
    const model = await expectAgreement(
      chain([...nodes, node('Gemm', ['1', 'w', 'b'])], { ...tensors, ...dense }),
    );
    expect(typesOf(model)).toEqual(['flatten', 'dense']);
    await expectAgreement(
      chain([...nodes, node('Relu', ['1']), node('MatMul', ['2', 'w']), node('Add', ['3', 'b'])], {
        ...tensors,
        ...dense,
      }),
    );
  });

  it('a bias that is an Add of its own goes into its layer, if nobody else reads that', async () => {
    const tensors = {
      w: randomTensor([4, 3, 3, 3]),
      c: randomTensor([4, 1, 1]),
      v: randomTensor([80, 5]),
      d: randomTensor([1, 5]),
    };
    const conv = [node('Conv', ['x', 'w']), node('Identity', ['1']), node('Add', ['2', 'c'])];
    const rest = [node('Flatten', ['3']), node('MatMul', ['4', 'v']), node('Add', ['5', 'd'])];
    const model = await expectAgreement(chain([...conv, ...rest], tensors));
    expect(typesOf(model)).toEqual(['conv2d', 'flatten', 'dense']);
    expect([...model.tensors.keys()].map((name) => name.split('/').at(-1))).toEqual([
      'kernel',
      'kernel',
      'bias',
      'bias',
    ]);
    const shared = await expectAgreement(chain([...conv, node('Mul', ['3', '1'])], tensors));
    expect(typesOf(shared)).toEqual(['conv2d', 'batchNormalization', 'multiply']);
  });

  it('FER+ as CNTK writes it: shapes of one picture, weights that are folded first', async () => {
    const nodes = [
      node('Sub', ['x', 'mean']),
      node('Div', ['1', 'scale']),
      node('Conv', ['2', 'w'], { auto_pad: 'SAME_UPPER', dilations: [1, 1], kernel_shape: [3, 3] }),
      node('Add', ['3', 'c']),
      node('Relu', ['4']),
      node('MaxPool', ['5'], {
        auto_pad: 'VALID',
        kernel_shape: [2, 2],
        strides: [2, 2],
        pads: [0, 0, 0, 0],
      }),
      node('Dropout', ['6'], { ratio: { f: 0.25 } }),
      node('Reshape', ['7', 'flat']),
      node('Reshape', ['v', 'matrix']),
      node('MatMul', ['8', '9']),
      node('Add', ['10', 'd']),
    ];
    const tensors = {
      ...{ mean: scalar(127.5), scale: scalar(127.5), flat: integers(1, 36), matrix: integers(36, 5) },
      ...{
        w: randomTensor([4, 1, 3, 3]),
        c: randomTensor([4, 1, 1]),
        v: randomTensor([4, 3, 3, 5]),
        d: randomTensor([1, 5]),
      },
    };
    const file = { opset: 7, input: [1, 1, 7, 6], nodes, tensors, listsInitializers: true };
    const model = readOnnx(encodeOnnx(file));
    expect(typesOf(model)).toEqual([
      ...[
        'batchNormalization',
        'batchNormalization',
        'conv2d',
        'activation',
        'maxPooling2d',
        'flatten',
        'dense',
      ],
    ]);
    await expectAgreement({
      ...file,
      input: ['n', 1, 7, 6],
      tensors: { ...tensors, flat: integers(-1, 36) },
    });
  });

  it('Gemm with alpha, beta and turned weights', async () => {
    const tensors = { w: randomTensor([4, 126]), b: randomTensor([1, 4]) };
    const attributes = { alpha: { f: 0.5 }, beta: { f: 2 }, transB: 1 };
    await expectAgreement(
      chain([node('Flatten', ['x']), node('Gemm', ['1', 'w', 'b'], attributes)], tensors),
    );
  });

  it('weights that are turned first', async () => {
    const nodes = [
      node('Flatten', ['x']),
      node('Transpose', ['w'], { perm: [1, 0] }),
      node('MatMul', ['1', '2']),
    ];
    await expectAgreement(chain(nodes, { w: randomTensor([4, 126]) }));
  });

  it('shapes that are computed, as by `x.view(x.size(0), -1)`', async () => {
    const nodes = [
      node('Shape', ['x']),
      node('Constant', [], { value: { tensor: { shape: [], type: 'int64', data: [0] } } }),
      node('Gather', ['1', '2']),
      node('Constant', [], { value: { tensor: integers(-1) } }),
      node('Unsqueeze', ['3', 'zero']),
      node('Concat', ['5', '4'], { axis: 0 }),
      node('Reshape', ['x', '6']),
      node('Gemm', ['7', 'w', 'b']),
    ];
    await expectAgreement(chain(nodes, { ...dense, zero: integers(0) }));
  });

  it('pads as PyTorch computes them: turned and reversed', async () => {
    const nodes = [
      node('ConstantOfShape', ['four'], { value: { tensor: integers(0) } }),
      node('Concat', ['given', '1'], { axis: 0 }),
      node('Reshape', ['2', 'pairs']),
      node('Slice', ['3', 'last', 'least', 'zero', 'last']),
      node('Transpose', ['4'], { perm: [1, 0] }),
      node('Reshape', ['5', 'last']),
      node('Cast', ['6'], { to: 7 }),
      node('Pad', ['x', '7', '']),
    ];
    const [last, least] = [
      integers(-1),
      { shape: [1], type: 'int64', data: [-Number.MAX_SAFE_INTEGER] } as const,
    ];
    const tensors = {
      four: integers(4),
      given: integers(1, 2, 0, 3),
      pairs: integers(-1, 2),
      zero: integers(0),
      last,
      least,
    };
    const model = await expectAgreement(chain(nodes, tensors));
    expect(model.graph.layers[0]!.config.padding).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it('Squeeze and Unsqueeze, by attribute and by input', async () => {
    const squeeze = { a: integers(2, 3) };
    await expectAgreement(chain([node('GlobalMaxPool', ['x']), node('Squeeze', ['1', 'a'])], squeeze));
    await expectAgreement(
      chain([node('GlobalMaxPool', ['x']), node('Squeeze', ['1'], { axes: [2] })], {}, 11),
    );
    const back = [node('GlobalMaxPool', ['x']), node('Squeeze', ['1', 'a']), node('Unsqueeze', ['2', 'a'])];
    await expectAgreement(chain([...back, node('Mul', ['x', '3'])], squeeze));
  });

  it('a shuffle of channels', async () => {
    const nodes = [
      node('Conv', ['x', 'w']),
      node('Reshape', ['1', 'apart']),
      node('Transpose', ['2'], { perm: [0, 2, 1, 3, 4] }),
      node('Reshape', ['3', 'together']),
      node('Conv', ['4', 'v'], { group: 2 }),
    ];
    const tensors = {
      w: randomTensor([6, 3, 1, 1]),
      v: randomTensor([4, 3, 2, 2]),
      apart: integers(0, 2, 3, 7, 6),
      together: integers(0, 6, 7, 6),
    };
    await expectAgreement(chain(nodes, tensors));
  });

  it('any new shape of each picture', async () => {
    for (const shape of [
      [0, 14, 9],
      [0, 6, 7, 3],
      [0, 2, 63],
      [0, 3, 6, 7],
    ]) {
      await expectAgreement(
        chain([node('Reshape', ['x', 's']), node('Tanh', ['1'])], { s: integers(...shape) }),
      );
    }
  });

  it('pictures with the channels last', async () => {
    const model = await expectAgreement(
      {
        opset: 13,
        input: [2, 7, 6, 3],
        nodes: [
          node('Sub', ['x', 'mean']),
          node('Transpose', ['1'], { perm: [0, 3, 1, 2] }),
          node('Conv', ['2', 'w']),
          node('Transpose', ['3'], { perm: [0, 2, 3, 1] }),
        ],
        tensors: { mean: randomTensor([3]), w: randomTensor([4, 3, 3, 3]) },
      },
      { isLast: true },
    );
    expect(model.inputShape).toEqual([7, 6, 3]);
  });
});

describe('a file', () => {
  const file = (model: Partial<WrittenModel> = {}): WrittenModel => ({
    ...one('Conv', {}, kernel(4, 3, 3, 3)),
    ...model,
  });

  it('of any opset from 7 to 20, with initializers among the inputs', async () => {
    for (const opset of [7, 9, 11, 13, 17, 18, 20])
      await expectAgreement(file({ opset, listsInitializers: true }));
    for (const opset of [6, 21]) {
      expect(() => readOnnx(encodeOnnx(file({ opset })))).toThrow(
        expect.objectContaining({
          code: 'FER_GRAPH_UNSUPPORTED',
          message: expect.stringContaining(`opset ${opset};`),
        }),
      );
    }
  });

  it('says what wrote it, and which weights nobody reads', () => {
    const tensors = { ...kernel(4, 3, 3, 3), stray: randomTensor([2]) };
    const nodes = [node('Conv', ['x', 'w', 'b'])];
    const model = readOnnx(encodeOnnx(chain(nodes, tensors)));
    expect(model).toMatchObject({ producer: 'test', inputShape: [7, 6, 3] });
    expect(model.notes[0]).toBe('No node reads the tensors stray.');
    expect([...model.tensors.keys()]).toEqual(['node1/Conv/kernel', 'node1/Conv/bias']);
  });

  it('whose sizes are open needs them', async () => {
    const open = file({ input: ['n', 3, 'h', 'w'] });
    expect(() => readOnnx(encodeOnnx(open))).toThrow(
      expect.objectContaining({
        code: 'FER_GRAPH_UNSUPPORTED',
        message: expect.stringContaining('`inputShape`'),
      }),
    );
    await expectAgreement(open, { inputShape: [7, 6, 3] });
    expect(() => readOnnx(encodeOnnx(file()), { inputShape: [8, 6, 3] })).toThrow(
      expect.objectContaining({ code: 'FER_GRAPH_UNSUPPORTED' }),
    );
  });

  it.each<[string, WrittenModel, string, RegExp]>([
    [
      'an operator that is not read',
      one('LRN', { size: 3 }),
      'UNSUPPORTED',
      /'\/node1\/LRN' \(LRN, opset 13\)/,
    ],
    [
      'an operator of others',
      { ...one('Relu'), nodes: [{ op: 'Gelu', inputs: ['x'], domain: 'com.microsoft' }] },
      'UNSUPPORTED',
      /com\.microsoft\.Gelu/,
    ],
    ['an attribute that is not known', one('Relu', { slope: 1 }), 'UNSUPPORTED', /attribute 'slope'/],
    [
      'a sum that is spread',
      chain([node('GlobalMaxPool', ['x']), node('Add', ['x', '1'])]),
      'UNSUPPORTED',
      /joins \[batch,3,7,6\] and \[batch,3,1,1\]/,
    ],
    ['a batch that is turned', one('Transpose', { perm: [1, 0, 2, 3] }), 'UNSUPPORTED', /batch must stay/],
    [
      'a shape that mixes pictures',
      one('Reshape', {}, { s: integers(2, 63) }),
      'UNSUPPORTED',
      /not a shape of each picture/,
    ],
    [
      'a window off the middle',
      one('MaxPool', { kernel_shape: [3, 3], pads: [0, 0, 2, 2] }),
      'UNSUPPORTED',
      /off the middle/,
    ],
    ['a window that does not fit', one('MaxPool', { kernel_shape: [9, 9] }), 'UNSUPPORTED', /does not fit/],
    [
      'edges that are no zeros',
      one('Pad', { mode: 'reflect' }, { p: integers(0, 0, 1, 1, 0, 0, 1, 1) }),
      'UNSUPPORTED',
      /reflect/,
    ],
    [
      'weights of other channels',
      one('Conv', {}, kernel(4, 2, 3, 3)),
      'FER_WEIGHTS_MISMATCH',
      /'w' that node .* is \[4,2,3,3\]/,
    ],
    [
      'a bias of another length',
      one('Conv', {}, { w: randomTensor([4, 3, 1, 1]), b: randomTensor([3]) }),
      'FER_WEIGHTS_MISMATCH',
      /'b' .* must be \[4\]/,
    ],
    ['a value of nowhere', chain([node('Relu', ['y'])]), 'UNSUPPORTED', /reads 'y'/],
    [
      'training',
      one(
        'Dropout',
        {},
        {
          r: scalar(0.5),
          t: { shape: [], data: [], encode: (w) => w.tag(2, 0).int32(9).tag(9, 2).bytes(Uint8Array.of(1)) },
        },
      ),
      'UNSUPPORTED',
      /set to training/,
    ],
  ])('is refused with %s', (_name, model, code, message) => {
    expect(() => readOnnx(encodeOnnx(model))).toThrow(
      expect.objectContaining({
        code: expect.stringContaining(code),
        message: expect.stringMatching(message),
      }),
    );
  });
});
