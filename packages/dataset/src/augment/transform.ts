import type { Json, Random } from '@fer/core';
import type { Affine } from './affine.ts';

interface NamedTransform {
  /** What it is and its options, so that a training can be told from another and repeated. */
  readonly record: { readonly name: string; readonly [option: string]: Json };
}

/** Moves pixels. All of these are composed into one map, so that an image is resampled once. */
export interface GeometricTransform extends NamedTransform {
  readonly kind: 'geometric';
  /** Draws one map; takes all of its chance from `random`. */
  draw(random: Random): Affine;
}

/** Changes gray levels in place. */
export interface PixelTransform extends NamedTransform {
  readonly kind: 'pixel';
  /** @param pixels `[height, width]`, 0..255, and it leaves them in 0..255; takes all of its chance from `random` */
  apply(pixels: Float32Array, width: number, height: number, random: Random): void;
}

export type Transform = GeometricTransform | PixelTransform;
