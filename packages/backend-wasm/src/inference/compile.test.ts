import { describe, expect, it } from 'vitest';
import { layer, modelOf, SOFTMAX } from './__fixtures__/random-model.ts';
import { compile } from './compile.ts';
import { assertPlan } from './format/assert-plan.ts';

const conv = (config: Parameters<typeof layer>[2]) =>
  layer('conv', 'conv2d', { filters: 2, kernelSize: 3, ...config }, { kernel: [3, 3, 1, 2], bias: [2] });
const pool = layer('pool', 'globalMaxPooling2d');
const compileConv = (config: Parameters<typeof layer>[2]) =>
  compile(modelOf([conv(config), pool, SOFTMAX], { labels: 2 }));

describe('what changes nothing when a network is run', () => {
  it('is allowed: initialisers, regularisers, constraints', () => {
    const config = {
      kernelInitializer: 'zeros',
      biasRegularizer: null,
      kernelConstraint: null,
      trainable: false,
    };
    expect(compileConv(config).ops).toEqual(compileConv({}).ops);
  });
});

describe('what is never done', () => {
  it.each([
    ['a step beyond the image', { strides: 1000 }],
    ['a step beyond the image, padded', { strides: 1000, padding: 'same' }],
    ['taps between which there is one', { kernelSize: 1, dilationRate: 1000 }],
  ])('is no part of a plan: %s', (_name, config) => {
    const size = 'kernelSize' in config ? config.kernelSize : 3;
    const weights = { kernel: [size, size, 1, 2], bias: [2] };
    const odd = layer('conv', 'conv2d', { filters: 2, kernelSize: size, ...config }, weights);
    const plan = compile(modelOf([odd, pool, SOFTMAX], { labels: 2 }));
    expect(() => assertPlan(plan)).not.toThrow();
  });
});

describe('a network that is not sound', () => {
  const refuse = (run: () => unknown, code: string, message: RegExp) =>
    expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));

  it('names the layer', () => {
    refuse(
      () => compileConv({ filters: 0 }),
      'FER_GRAPH_INVALID',
      /'filters' to be a whole number from 1 .*is 0/,
    );
    refuse(() => compileConv({ kernelSize: [3, 3, 3] }), 'FER_GRAPH_INVALID', /'kernelSize'/);
    refuse(() => compileConv({ useBias: 'no' }), 'FER_GRAPH_INVALID', /'useBias' to be true or false/);
    refuse(() => compileConv({ kernelSize: 9 }), 'FER_GRAPH_INVALID', /9×9, which does not fit \[6,5,1\]/);
    const twice = [conv({}), layer('conv', 'flatten'), SOFTMAX];
    refuse(() => compile(modelOf(twice)), 'FER_GRAPH_INVALID', /name of an earlier layer/);
    const lost = [layer('flat', 'flatten', {}, {}, ['nowhere']), SOFTMAX];
    refuse(() => compile(modelOf(lost)), 'FER_GRAPH_INVALID', /reads 'nowhere'/);
    const uneven = [conv({}), layer('sum', 'add', {}, {}, ['conv', 'input']), pool, SOFTMAX];
    refuse(() => compile(modelOf(uneven)), 'FER_GRAPH_INVALID', /reads \[4,3,2\] and \[6,5,1\]/);
    const deep = [layer('logits', 'dense', { units: 3 }), SOFTMAX];
    refuse(() => compile(modelOf(deep)), 'FER_GRAPH_INVALID', /needs a vector/);
    const flat = [layer('flat', 'flatten'), layer('max', 'maxPooling2d'), SOFTMAX];
    refuse(() => compile(modelOf(flat)), 'FER_GRAPH_INVALID', /needs a feature map/);
  });

  it('names the tensor', () => {
    const model = modelOf([conv({}), pool, SOFTMAX], { labels: 2 });
    const tensors = new Map(model.tensors);
    tensors.delete('conv/bias');
    refuse(
      () => compile({ ...model, tensors }),
      'FER_WEIGHTS_MISMATCH',
      /'conv\/bias' must be \[2\], but is missing/,
    );
    tensors.set('conv/bias', { shape: [3], data: new Float32Array(3) });
    refuse(() => compile({ ...model, tensors }), 'FER_WEIGHTS_MISMATCH', /but is \[3\] of 3 numbers/);
  });

  it('ends otherwise than in one probability a label', () => {
    refuse(
      () => compile(modelOf([conv({}), pool, SOFTMAX])),
      'FER_GRAPH_INVALID',
      /3 probabilities, .*\[2\]/,
    );
    refuse(() => compile(modelOf([])), 'FER_GRAPH_INVALID', /array of 1 to/);
  });
});

it('refuses a batch that is no number of images', () => {
  const model = modelOf([conv({}), pool, SOFTMAX], { labels: 2 });
  for (const batch of [0, 1.5, Number.NaN, 1025]) {
    expect(() => compile(model, { batch })).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }),
    );
  }
});

it('computes 32 images at once, or as many as have their values in 20 MiB', () => {
  const batchOf = (height: number, width: number) =>
    compile(modelOf([conv({}), pool, SOFTMAX], { height, width, labels: 2 })).batch;
  expect(batchOf(12, 12)).toBe(32);
  // What the convolution reads and writes, 602² and 2 · 600² floats, is 4,329,616 bytes.
  expect(batchOf(602, 602)).toBe(4);
  expect(batchOf(2048, 1024)).toBe(1);
});
