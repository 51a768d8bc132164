import { filter_line_2, input_line_2, output_line_2 } from './winograd-lines-2';
import { filter_line_3, input_line_3, output_line_3 } from './winograd-lines-3';
import { filter_line_4, input_line_4, output_line_4 } from './winograd-lines-4';
import { filter_line_6, input_line_6, output_line_6 } from './winograd-lines-6';

/**
 * The transforms of Winograd's F(size×size, 3×3) of four channels, for the sizes 2, 3, 4 and 6: first all columns, then
 * all rows of what came of them.
 *
 * @param between workspace for that: (size + 2)² vectors
 */

/** Bᵀ·d·B: (size + 2)² input pixels become as many factors, `tapBytes` apart. */
export function winograd_input(
  size: i32,
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  switch (size) {
    case 2:
      return winograd_input_of(2, pixels, rowBytes, pixelBytes, between, taps, tapBytes);
    case 3:
      return winograd_input_of(3, pixels, rowBytes, pixelBytes, between, taps, tapBytes);
    case 4:
      return winograd_input_of(4, pixels, rowBytes, pixelBytes, between, taps, tapBytes);
    default:
      return winograd_input_of(6, pixels, rowBytes, pixelBytes, between, taps, tapBytes);
  }
}

/** G·g·Gᵀ: 3×3 weights, `weightBytes` apart, become the other factors. */
export function winograd_filter(
  size: i32,
  weights: usize,
  weightBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  switch (size) {
    case 2:
      return winograd_filter_of(2, weights, weightBytes, between, taps, tapBytes);
    case 3:
      return winograd_filter_of(3, weights, weightBytes, between, taps, tapBytes);
    case 4:
      return winograd_filter_of(4, weights, weightBytes, between, taps, tapBytes);
    default:
      return winograd_filter_of(6, weights, weightBytes, between, taps, tapBytes);
  }
}

/** Aᵀ·m·A: the products become size² output pixels, kept within two limits (an address; 0 for none). */
export function winograd_output(
  size: i32,
  taps: usize,
  tapBytes: usize,
  between: usize,
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  limits: usize,
): void {
  switch (size) {
    case 2:
      return winograd_output_of(2, taps, tapBytes, between, pixels, rowBytes, pixelBytes, limits);
    case 3:
      return winograd_output_of(3, taps, tapBytes, between, pixels, rowBytes, pixelBytes, limits);
    case 4:
      return winograd_output_of(4, taps, tapBytes, between, pixels, rowBytes, pixelBytes, limits);
    default:
      return winograd_output_of(6, taps, tapBytes, between, pixels, rowBytes, pixelBytes, limits);
  }
}

// @ts-ignore: decorator
@inline
function winograd_input_of(
  size: i32,
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  const side = size + 2;
  const lineBytes = <usize>(side << 4);
  for (let i = 0; i < side; i++) {
    input_line(size, pixels, rowBytes, between + <usize>(i << 4), lineBytes);
    pixels += pixelBytes;
  }
  for (let i = 0; i < side; i++) {
    input_line(size, between, 16, taps, tapBytes);
    between += lineBytes;
    taps += tapBytes * <usize>side;
  }
}

// @ts-ignore: decorator
@inline
function winograd_filter_of(
  size: i32,
  weights: usize,
  weightBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  const side = size + 2;
  for (let i = 0; i < 3; i++) {
    filter_line(size, weights, weightBytes * 3, between + <usize>(i << 4), 48);
    weights += weightBytes;
  }
  for (let i = 0; i < side; i++) {
    filter_line(size, between, 16, taps, tapBytes);
    between += 48;
    taps += tapBytes * <usize>side;
  }
}

// @ts-ignore: decorator
@inline
function winograd_output_of(
  size: i32,
  taps: usize,
  tapBytes: usize,
  between: usize,
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  limits: usize,
): void {
  const side = size + 2;
  const lineBytes = <usize>(side << 4);
  for (let i = 0; i < side; i++) {
    output_line(size, taps, tapBytes * <usize>side, between + <usize>(i << 4), lineBytes, 0);
    taps += tapBytes;
  }
  for (let i = 0; i < size; i++) {
    output_line(size, between, 16, pixels, pixelBytes, limits);
    between += lineBytes;
    pixels += rowBytes;
  }
}

// @ts-ignore: decorator
@inline
function input_line(size: i32, from: usize, step: usize, to: usize, toStep: usize): void {
  if (size == 2) input_line_2(from, step, to, toStep);
  else if (size == 3) input_line_3(from, step, to, toStep);
  else if (size == 4) input_line_4(from, step, to, toStep);
  else input_line_6(from, step, to, toStep);
}

// @ts-ignore: decorator
@inline
function filter_line(size: i32, from: usize, step: usize, to: usize, toStep: usize): void {
  if (size == 2) filter_line_2(from, step, to, toStep);
  else if (size == 3) filter_line_3(from, step, to, toStep);
  else if (size == 4) filter_line_4(from, step, to, toStep);
  else filter_line_6(from, step, to, toStep);
}

// @ts-ignore: decorator
@inline
function output_line(size: i32, from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  if (size == 2) output_line_2(from, step, to, toStep, limits);
  else if (size == 3) output_line_3(from, step, to, toStep, limits);
  else if (size == 4) output_line_4(from, step, to, toStep, limits);
  else output_line_6(from, step, to, toStep, limits);
}
