import { sizeOf } from '@fer/core';
import type { Shape } from '@fer/graph';
import type { Numbers } from './elements.ts';

/** What is known without a picture: weights, and the sizes that operators take as inputs. */
export interface Constant {
  readonly shape: readonly number[];
  readonly data: Numbers;
}

/** Numbers that stay together however axes are turned: an axis of the file, or a part of one. Each is one of its own. */
export interface Factor {
  readonly size: number;
}

/**
 * What a picture makes. The file and the graph see the same numbers with other axes: a map is `[channels, height, width]`
 * in the file and `[height, width, channels]` in the graph, and a flattened one has the features in another order.
 * So reshapes and transposes of the file only change how numbers are seen, until a layer needs them in its own order.
 */
export interface Feature {
  /** The layer of the graph (or input) that gives it. */
  readonly layer: string;
  /** Its shape there. */
  readonly shape: Shape;
  /** The axes that the file sees, without the batch, slowest first; an axis of size 1 has no factor. */
  readonly axes: readonly (readonly Factor[])[];
  /** All factors as the numbers lie in the graph, slowest first. */
  readonly memory: readonly Factor[];
}

export type Value = Constant | Feature;

export function isConstant(value: Value): value is Constant {
  return 'data' in value;
}

/** An axis of its own. */
export function axisOf(size: number): readonly Factor[] {
  return size === 1 ? [] : [{ size }];
}

export function lengthOf(factors: readonly Factor[]): number {
  return factors.reduce((product, { size }) => product * size, 1);
}

/** What the file sees, without the batch. */
export function fileShape({ axes }: Pick<Feature, 'axes'>): number[] {
  return axes.map(lengthOf);
}

/** A feature as a layer gives it, whose axes the file sees in the order of `memory`. */
export function featureOf(
  layer: string,
  shape: Shape,
  axes: Feature['axes'],
  memory: readonly (readonly Factor[])[],
): Feature {
  return { layer, shape, axes, memory: memory.flat() };
}

/**
 * The same numbers under other sizes, in the order that the file sees.
 *
 * @returns undefined where a new axis would cut through factors that lie apart
 */
export function reshaped(feature: Feature, sizes: readonly number[]): Feature | undefined {
  const rest = [...feature.axes.flat()];
  let { memory } = feature;
  const axes = sizes.map((size): Factor[] | undefined => {
    const axis: Factor[] = [];
    for (let open = size; open > 1; ) {
      const next = rest.shift();
      if (next === undefined) return undefined;
      if (open % next.size === 0) {
        axis.push(next);
        open /= next.size;
      } else if (next.size % open === 0) {
        const parts = [{ size: open }, { size: next.size / open }] as const;
        memory = memory.flatMap((factor) => (factor === next ? parts : [factor]));
        axis.push(parts[0]);
        rest.unshift(parts[1]);
        open = 1;
      } else return undefined;
    }
    return axis;
  });
  return axes.includes(undefined) ? undefined : { ...feature, axes: axes as Factor[][], memory };
}

/**
 * Where the file has each number of a part of memory.
 *
 * @param factors that part
 * @param strides of each axis of the file; 0 where it does not count
 */
export function filePositions(
  { axes }: Feature,
  factors: readonly Factor[],
  strides: readonly number[],
): Uint32Array {
  const steps = new Map<Factor, number>();
  for (const [index, axis] of axes.entries()) {
    let step = strides[index]!;
    for (const factor of [...axis].reverse()) {
      steps.set(factor, step);
      step *= factor.size;
    }
  }
  return placesOf(
    factors.map(({ size }) => size),
    factors.map((factor) => steps.get(factor)!),
  );
}

/** Steps between neighbours on each axis of an array without gaps. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Where each number of an array of `shape` lies in another that has `steps` between neighbours of each axis. */
export function placesOf(shape: readonly number[], steps: readonly number[]): Uint32Array {
  let places = Uint32Array.of(0);
  for (const [axis, size] of shape.entries()) {
    const before = places;
    places = new Uint32Array(before.length * size);
    for (let i = 0; i < places.length; i++) {
      places[i] = before[Math.floor(i / size)]! + (i % size) * steps[axis]!;
    }
  }
  return places;
}
