import type { Random } from '../random.ts';
import type { Json } from './architecture.ts';

/** Changes images at random so that a network sees none of them twice. */
export interface Augmentation {
  /** What it does and with which options; two augmentations with equal records do the same. */
  readonly record: { readonly [key: string]: Json };
  /**
   * @param source `[height, width]`, 0..255, left as it is
   * @param target `[height, width]`, 0..255, overwritten
   * @param random decides everything: the same numbers give the same image
   */
  apply(source: Uint8Array, target: Float32Array, width: number, height: number, random: Random): void;
}

/** A choice of augmentation, by name: `fer train --augment <id>`. */
export interface AugmentationFactory {
  readonly id: string;
  readonly apiVersion: 1;
  /** One line for people. */
  readonly description: string;
  /** @throws FerError `FER_INVALID_ARGUMENT` for options that it does not have or that are not sound */
  create(options?: Readonly<Record<string, unknown>>): Augmentation;
}
