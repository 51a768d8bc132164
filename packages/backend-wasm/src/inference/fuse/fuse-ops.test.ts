import { describe, expect, it } from 'vitest';
import { type LayerWithWeights, layer, modelOf, pixelsFor, SOFTMAX } from '../__fixtures__/random-model.ts';
import { runScalarPlan } from '../__fixtures__/scalar-plan.ts';
import { assertPlan } from '../format/assert-plan.ts';
import { lowerGraph } from '../lower/lower-graph.ts';
import type { PlanOp } from '../plan.ts';
import { fuseOps, RULES } from './fuse-ops.ts';

const images = 2;

/** The ops as `name: type/activation`, after it was shown that they compute what the unfused ones do. */
function fused(layers: readonly LayerWithWeights[], labels = 3): string[] {
  const model = modelOf([...layers, SOFTMAX], { labels });
  const plain = lowerGraph(model);
  const whole = fuseOps(plain);
  // Each rule by itself and all together give a plan that can be loaded, and the same numbers.
  const graphs = [plain, whole, ...RULES.map((rule) => fuseOps(plain, [rule]))];
  const pixels = pixelsFor(model, images);
  const expected = runScalarPlan(plain, pixels, images);
  for (const graph of graphs) {
    assertPlan({ ...graph, batch: images });
    for (const [i, value] of runScalarPlan(graph, pixels, images).entries()) {
      expect(value).toBeCloseTo(expected[i]!, 6);
    }
  }
  return whole.ops.map(describeOp);
}

function describeOp(op: PlanOp): string {
  const activation = 'activation' in op && op.activation !== 'none' ? `/${op.activation}` : '';
  return `${op.name}: ${op.type}${activation}`;
}

const norm = (name: string, channels: number, inputs?: readonly string[]) => {
  const shape = [channels];
  return layer(
    name,
    'batchNormalization',
    {},
    { gamma: shape, beta: shape, moving_mean: shape, moving_variance: shape },
    inputs,
  );
};
const conv = (config = {}, inputs?: readonly string[]) =>
  layer(
    'conv',
    'conv2d',
    { filters: 3, kernelSize: 3, ...config },
    { kernel: [3, 3, 1, 3], bias: [3] },
    inputs,
  );
const pool = layer('pool', 'globalAveragePooling2d');
const relu = layer('relu', 'activation', { activation: 'relu' });

describe('batch-norm', () => {
  it('and its activation go into the convolution before it', () => {
    expect(fused([conv(), norm('bn', 3), relu, pool])).toEqual([
      'conv+bn+relu: conv2d/relu',
      'pool: globalAveragePool',
      'softmax: softmax',
    ]);
  });

  it('goes into a convolution without bias', () => {
    const bare = layer('conv', 'conv2d', { filters: 3, useBias: false }, { kernel: [1, 1, 1, 3] });
    expect(fused([bare, norm('bn', 3), pool])[0]).toBe('conv+bn: conv2d');
  });

  it('goes into a depthwise convolution with a multiplier, by its output channels', () => {
    const depthwise = layer(
      'dw',
      'depthwiseConv2d',
      { kernelSize: 2, depthMultiplier: 3 },
      { depthwise_kernel: [2, 2, 1, 3], bias: [3] },
    );
    expect(fused([depthwise, norm('bn', 3), pool])[0]).toBe('dw+bn: depthwiseConv2d');
  });

  it('goes into the pointwise part of a separable convolution', () => {
    const separable = layer(
      'sep',
      'separableConv2d',
      { filters: 3, kernelSize: 3, padding: 'same', strides: 2, useBias: false },
      { depthwise_kernel: [3, 3, 1, 1], pointwise_kernel: [1, 1, 1, 3] },
    );
    expect(fused([separable, norm('bn', 3), relu, pool]).slice(0, 2)).toEqual([
      'sep: depthwiseConv2d',
      'sep+bn+relu: conv2d/relu',
    ]);
  });

  it('goes into a dense layer, before and after it', () => {
    const dense = layer('dense', 'dense', { units: 3 }, { kernel: [30, 3], bias: [3] });
    expect(fused([layer('flat', 'flatten'), dense, norm('bn', 3)])[0]).toBe('dense+bn: dense');
    expect(fused([norm('bn', 1), layer('flat', 'flatten'), dense])[0]).toBe('bn+dense: dense');
  });

  it('behind an activation goes into the next convolution if that pads nothing', () => {
    const next = (padding: string) =>
      layer('next', 'conv2d', { filters: 3, kernelSize: 2, padding }, { kernel: [2, 2, 3, 3], bias: [3] });
    const before = [conv({ activation: 'relu' }), norm('bn', 3)];
    expect(fused([...before, next('valid'), pool]).slice(0, 2)).toEqual([
      'conv: conv2d/relu',
      'bn+next: conv2d',
    ]);
    // A 2×2 window with `same` pads on the far sides only.
    expect(fused([...before, next('same'), pool]).slice(0, 3)).toEqual([
      'conv: conv2d/relu',
      'bn: scaleShift',
      'next: conv2d',
    ]);
  });

  it('joins another', () => {
    expect(fused([norm('bn1', 1), norm('bn2', 1), layer('flat', 'flatten'), relu], 30)[0]).toBe(
      'bn1+bn2+relu: scaleShift/relu',
    );
  });

  it('stays where its channels are not those of the layer before it', () => {
    const flat = [conv(), layer('flat', 'flatten'), norm('bn', 36), relu];
    expect(fused(flat, 36).slice(0, 2)).toEqual(['conv: conv2d', 'bn+relu: scaleShift/relu']);
  });
});

describe('activations', () => {
  it('go into a sum', () => {
    const sum = layer('sum', 'add', {}, {}, ['conv', 'bn']);
    // `conv` has two readers, so its batch-norm stays.
    expect(fused([conv(), norm('bn', 3), sum, relu, pool]).slice(0, 3)).toEqual([
      'conv: conv2d',
      'bn: scaleShift',
      'sum+relu: add/relu',
    ]);
  });

  it('stay after another one', () => {
    const elu = layer('elu', 'activation', { activation: 'elu' });
    expect(fused([conv({ activation: 'relu6' }), elu, pool]).slice(0, 2)).toEqual([
      'conv: conv2d/relu6',
      'elu: activation/elu',
    ]);
  });

  it('that do nothing vanish', () => {
    const linear = layer('linear', 'activation', { activation: 'linear' });
    expect(fused([conv(), linear, layer('dropout', 'dropout', { rate: 0.5 }), pool])).toHaveLength(3);
  });
});

describe('sums', () => {
  const same = (name: string, inputs: readonly string[], config = {}, size = 1) =>
    layer(
      name,
      'conv2d',
      { filters: 3, kernelSize: size, padding: 'same', ...config },
      { kernel: [size, size, 3, 3], bias: [3] },
      inputs,
    );
  const sum = (...inputs: string[]) => layer('sum', 'add', {}, {}, inputs);

  it.each([
    ['first', ['next', 'conv']],
    ['second', ['conv', 'next']],
  ])('and their activation go into the convolution that is the %s of them', (_place, inputs) => {
    expect(fused([conv(), same('next', ['conv']), sum(...inputs), relu, pool]).slice(0, 2)).toEqual([
      'conv: conv2d',
      'next+sum+relu: conv2d/relu',
    ]);
  });

  it('go into one of two convolutions, and batch-norm behind them stays', () => {
    const layers = [conv(), same('left', ['conv']), same('right', ['conv']), sum('left', 'right')];
    expect(fused([...layers, norm('bn', 3), relu, pool]).slice(1, 4)).toEqual([
      'right: conv2d',
      'left+sum: conv2d',
      'bn+relu: scaleShift/relu',
    ]);
  });

  it('of one value with itself, or of what has an activation or a larger filter, stay', () => {
    expect(fused([conv(), sum('conv', 'conv'), pool])[1]).toBe('sum: add');
    const next = same('next', ['conv'], { activation: 'relu' });
    expect(fused([conv(), next, sum('next', 'conv'), pool])[2]).toBe('sum: add');
    const wide = same('next', ['conv'], {}, 3);
    expect(fused([conv(), wide, sum('next', 'conv'), pool])[2]).toBe('sum: add');
  });
});

describe('zero padding', () => {
  const frame = layer('pad', 'zeroPadding2d', { padding: [1, 2] });

  it.each([
    ['valid', [1, 2]],
    ['same', 1],
  ])('becomes part of a convolution with padding %s', (padding, width) => {
    const narrow = layer('pad', 'zeroPadding2d', { padding: width });
    expect(fused([narrow, conv({ padding, strides: 2 }), pool])[0]).toBe('pad+conv: conv2d');
  });

  it('stays where it is as wide as the window', () => {
    const wide = layer('pad', 'zeroPadding2d', { padding: 3 });
    expect(fused([wide, conv(), pool]).slice(0, 2)).toEqual(['pad: pad', 'conv: conv2d']);
    expect(fused([wide, conv({ padding: 'same' }), pool])[0]).toBe('pad: pad');
  });

  it('stays before pooling, whose padding counts for nothing', () => {
    expect(fused([conv(), frame, layer('max', 'maxPooling2d'), pool]).slice(1, 3)).toEqual([
      'pad: pad',
      'max: maxPool',
    ]);
  });

  it('stays where something else reads it, too', () => {
    const both = layer('both', 'add', {}, {}, ['shortcut', 'conv']);
    const shortcut = layer(
      'shortcut',
      'conv2d',
      { filters: 3, strides: 1 },
      { kernel: [1, 1, 1, 3], bias: [3] },
      ['pad'],
    );
    expect(fused([frame, conv({ padding: 'same' }), shortcut, both, pool])[0]).toBe('pad: pad');
  });
});

it('leaves out what the result does not depend on', () => {
  const dead = layer('dead', 'maxPooling2d', {}, {}, ['conv']);
  const live = { ...pool, node: { ...pool.node, inputs: ['conv'] } };
  expect(fused([conv(), dead, live])).toEqual([
    'conv: conv2d',
    'pool: globalAveragePool',
    'softmax: softmax',
  ]);
});
