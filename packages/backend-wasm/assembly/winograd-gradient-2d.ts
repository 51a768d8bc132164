import {
  transform_filter,
  transform_gradient,
  transform_input,
  untransform_filter,
  untransform_input,
} from './winograd-gradient-1d';

/**
 * The transforms of `winograd-gradient-1d.ts` on tiles: columns first, then rows. Four channels at a time; a step is
 * the bytes to the next row, column or point. `half` is memory for 36 vectors.
 */

/** Bᵀ d B: points [tile + 2, tile + 2] of an input tile of that size. */
export function transform_input_tile(
  tile: i32,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  half: usize,
  to: usize,
  pointStep: usize,
): void {
  if (tile == 2) {
    for (let i: usize = 0; i < 4; i++) transform_input(2, from + i * columnStep, rowStep, half + i * 16, 64);
    for (let i: usize = 0; i < 4; i++) transform_input(2, half + i * 64, 16, to + i * 4 * pointStep, pointStep);
    return;
  }
  for (let i: usize = 0; i < 6; i++) transform_input(4, from + i * columnStep, rowStep, half + i * 16, 96);
  for (let i: usize = 0; i < 6; i++) transform_input(4, half + i * 96, 16, to + i * 6 * pointStep, pointStep);
}

/** A dy Aᵀ: points [tile + 2, tile + 2] of output gradients [tile, tile]. */
export function transform_gradient_tile(
  tile: i32,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  half: usize,
  to: usize,
  pointStep: usize,
): void {
  if (tile == 2) {
    for (let i: usize = 0; i < 2; i++) transform_gradient(2, from + i * columnStep, rowStep, half + i * 16, 32);
    for (let i: usize = 0; i < 4; i++) transform_gradient(2, half + i * 32, 16, to + i * 4 * pointStep, pointStep);
    return;
  }
  for (let i: usize = 0; i < 4; i++) transform_gradient(4, from + i * columnStep, rowStep, half + i * 16, 64);
  for (let i: usize = 0; i < 6; i++) transform_gradient(4, half + i * 64, 16, to + i * 6 * pointStep, pointStep);
}

/** G g Gᵀ: points [tile + 2, tile + 2] of filter taps [3, 3], which lie 16 bytes apart. */
export function transform_filter_taps(tile: i32, from: usize, half: usize, to: usize, pointStep: usize): void {
  if (tile == 2) {
    for (let i: usize = 0; i < 3; i++) transform_filter(2, from + i * 16, 48, half + i * 16, 48);
    for (let i: usize = 0; i < 4; i++) transform_filter(2, half + i * 48, 16, to + i * 4 * pointStep, pointStep);
    return;
  }
  for (let i: usize = 0; i < 3; i++) transform_filter(4, from + i * 16, 48, half + i * 16, 48);
  for (let i: usize = 0; i < 6; i++) transform_filter(4, half + i * 48, 16, to + i * 6 * pointStep, pointStep);
}

/** Gᵀ M G: filter taps [3, 3] 16 bytes apart, of points [tile + 2, tile + 2] 16 bytes apart. */
export function untransform_filter_taps(tile: i32, from: usize, half: usize, to: usize): void {
  if (tile == 2) {
    for (let i: usize = 0; i < 4; i++) untransform_filter(2, from + i * 16, 64, half + i * 16, 64);
    for (let i: usize = 0; i < 3; i++) untransform_filter(2, half + i * 64, 16, to + i * 48, 16);
    return;
  }
  for (let i: usize = 0; i < 6; i++) untransform_filter(4, from + i * 16, 96, half + i * 16, 96);
  for (let i: usize = 0; i < 3; i++) untransform_filter(4, half + i * 96, 16, to + i * 48, 16);
}

/** B M Bᵀ: input gradients [tile + 2, tile + 2] 16 bytes apart, of as many points. */
export function untransform_input_tile(tile: i32, from: usize, pointStep: usize, half: usize, to: usize): void {
  if (tile == 2) {
    for (let i: usize = 0; i < 4; i++) untransform_input(2, from + i * pointStep, 4 * pointStep, half + i * 16, 64);
    for (let i: usize = 0; i < 4; i++) untransform_input(2, half + i * 64, 16, to + i * 64, 16);
    return;
  }
  for (let i: usize = 0; i < 6; i++) untransform_input(4, from + i * pointStep, 6 * pointStep, half + i * 16, 96);
  for (let i: usize = 0; i < 6; i++) untransform_input(4, half + i * 96, 16, to + i * 96, 16);
}
