import type { Architecture, Json } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { defineModel } from './define-model.ts';

const weights = randomWeights(tinyCnn);
const withConfig = (config: { [option: string]: Json }) => ({
  ...weights,
  architecture: { id: 'tiny-cnn', config },
});
const failure = (define: () => unknown): unknown => {
  try {
    define();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('options', () => {
  it.each([
    [{ filters: 1e9 }, 'FER_WEIGHTS_FORMAT', 'architecture.config.filters'],
    [{ filters: Number.POSITIVE_INFINITY }, 'FER_WEIGHTS_FORMAT', 'architecture.config.filters'],
    [
      { filters: [[[[[[[[1]]]]]]]] },
      'FER_WEIGHTS_FORMAT',
      'architecture.config.filters[0][0][0][0][0][0][0]',
    ],
    [{ filters: Array(2000).fill(1) }, 'FER_WEIGHTS_FORMAT', 'architecture.config.filters'],
    [JSON.parse('{"__proto__":{"filters":9}}'), 'FER_WEIGHTS_FORMAT', 'architecture.config.__proto__'],
  ])('that no network has are refused: %#', (config, code, field) => {
    expect(failure(() => defineModel(withConfig(config), tinyCnn))).toMatchObject({
      code,
      details: { field },
    });
  });

  it.each([['3'], [true], [[3]], [null]])('must be of the type of the default, not %j', (filters) => {
    expect(failure(() => defineModel(withConfig({ filters }), tinyCnn))).toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      message: expect.stringContaining("for the option 'filters' of 'tiny-cnn', which is 3 by default"),
      details: { option: 'filters' },
    });
  });

  it('are described, and nothing is allocated, before the tensors are looked at', () => {
    // 65,536 filters on 65,536 would be 154 GB.
    const wide: Architecture = {
      ...tinyCnn,
      build: (options, classes) => {
        const { layers } = tinyCnn.build(options as never, classes);
        return { layers: [layers[0]!, { ...layers[0]!, name: 'conv2' }, ...layers.slice(1)] };
      },
    };
    expect(failure(() => defineModel(withConfig({ filters: 65_536 }), wide))).toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv1/kernel' },
    });
  });

  it('that an architecture stumbles over are its error by name', () => {
    const broken: Architecture = {
      ...tinyCnn,
      build: () => {
        throw new RangeError('Invalid array length');
      },
    };
    expect(failure(() => defineModel(weights, broken))).toMatchObject({
      code: 'FER_GRAPH_INVALID',
      message: expect.stringContaining("'tiny-cnn' cannot be built"),
      cause: expect.any(RangeError),
    });
  });

  it('reach an architecture that is an object of a class', () => {
    class Tiny {
      readonly id = 'tiny-cnn';
      readonly apiVersion = 1;
      readonly description = 'For tests';
      readonly input = tinyCnn.input;
      readonly defaults = tinyCnn.defaults;
      build(options: never, classes: number) {
        return this.layersOf(options, classes);
      }
      layersOf(options: never, classes: number) {
        return tinyCnn.build(options, classes);
      }
    }
    expect(defineModel(weights, new Tiny() as Architecture)).toEqual(defineModel(weights, tinyCnn));
  });
});

describe('weights in memory are checked as files are', () => {
  it.each([
    ['input.range', { input: { ...weights.input, range: [0, Number.POSITIVE_INFINITY] } }],
    ['input.range', { input: { ...weights.input, range: [1, 1] } }],
    ['input.width', { input: { ...weights.input, width: 1e9 } }],
    ['labels', { labels: [] }],
    ['labels[0]', { labels: [null, 'b'] }],
    ['architecture.config', { architecture: { id: 'tiny-cnn' } }],
  ])('%s', (field, change) => {
    const error = failure(() => defineModel({ ...weights, ...change } as never, tinyCnn)) as Error;
    expect(error).toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
    expect(error.message).toMatch(/^The set of weights \(in memory\) is not valid: `/);
    expect(error.message).toContain(field);
  });
});
