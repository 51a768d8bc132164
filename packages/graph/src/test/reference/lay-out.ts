import type { Pair, Shape } from '../../shape.ts';
import type { Window } from '../../window.ts';

export function zeroPad(
  x: readonly number[],
  [height, width, channels]: Shape,
  pads: Window['pads'],
): number[] {
  const padded: number[] = [];
  for (let row = -pads.top; row < height! + pads.bottom; row++) {
    for (let column = -pads.left; column < width! + pads.right; column++) {
      const isInside = row >= 0 && row < height! && column >= 0 && column < width!;
      const from = (row * width! + column) * channels!;
      padded.push(...(isInside ? x.slice(from, from + channels!) : new Array<number>(channels!).fill(0)));
    }
  }
  return padded;
}

export function channelPadding(x: readonly number[], channels: number, added: number): number[] {
  return Array.from({ length: x.length / channels }, (_, pixel) => [
    ...x.slice(pixel * channels, (pixel + 1) * channels),
    ...new Array<number>(added).fill(0),
  ]).flat();
}

export function upSample(
  x: readonly number[],
  [height, width, channels]: Shape,
  [down, right]: Pair,
): number[] {
  const enlarged: number[] = [];
  for (let row = 0; row < height! * down; row++) {
    for (let column = 0; column < width! * right; column++) {
      const from = (Math.floor(row / down) * width! + Math.floor(column / right)) * channels!;
      enlarged.push(...x.slice(from, from + channels!));
    }
  }
  return enlarged;
}

/** @param dims axis i of the result is axis `dims[i]` of x, counted from 1 */
export function permute(x: readonly number[], shape: Shape, dims: readonly number[]): number[] {
  const target = dims.map((axis) => shape[axis - 1]!);
  return Array.from({ length: x.length }, (_, at) => {
    const place = new Array<number>(shape.length);
    let rest = at;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      place[dims[axis]! - 1] = rest % target[axis]!;
      rest = Math.floor(rest / target[axis]!);
    }
    return x[place.reduce((index, position, axis) => index * shape[axis]! + position, 0)]!;
  });
}
