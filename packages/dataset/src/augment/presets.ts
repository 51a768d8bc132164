import { type Augmentation, assertOptions } from '@fer/core';
import { assertNumberOption } from './assert-option.ts';
import { createAugmentation } from './augmentation.ts';
import { brightnessContrast } from './brightness-contrast.ts';
import { erasing } from './erasing.ts';
import { flip } from './flip.ts';
import { rotate } from './rotate.ts';
import { shift } from './shift.ts';
import { zoom } from './zoom.ts';

/** How far each transform goes; one of 0 is left out. */
export interface AugmentationStrengths {
  /** How often an image is mirrored, 0..1. */
  readonly flip: number;
  /** The largest angle either way, in degrees, 0..180. */
  readonly rotate: number;
  /** The largest change of size, as a part of it, 0..0.5. */
  readonly zoom: number;
  /** The farthest that an image moves, in whole pixels along each axis. */
  readonly shift: number;
  /** The largest change of brightness, as a part of it, 0..1. */
  readonly brightness: number;
  /** The largest change of contrast, as a part of it, 0..1. */
  readonly contrast: number;
  /** How often a rectangle of one random gray level covers 2 to 20 % of the image, 0..1. */
  readonly erase: number;
}

/** Strengths that replace those of a preset, and a factor for the others. */
export interface PresetOptions extends Partial<AugmentationStrengths> {
  /** 0..2, default 1: what the preset's strengths are multiplied by, but for `flip`, which is even at 0.5. */
  readonly strength?: number;
}

export const AUGMENTATION_PRESETS = {
  /** Only moves gray levels about: mirrored half of the time, moved by up to 4 pixels. Nothing is blurred. */
  standard: { flip: 0.5, rotate: 0, zoom: 0, shift: 4, brightness: 0, contrast: 0, erase: 0 },
  /** For networks that learn pictures by heart, and trainings of many epochs. */
  strong: { flip: 0.5, rotate: 15, zoom: 0.15, shift: 4, brightness: 0.2, contrast: 0.3, erase: 0.5 },
} as const satisfies Readonly<Record<string, AugmentationStrengths>>;

export type AugmentationPreset = keyof typeof AUGMENTATION_PRESETS;

/**
 * A mild augmentation that suits 48×48 faces, with the strengths of `AUGMENTATION_PRESETS.standard`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function standardAugmentation(options: PresetOptions = {}): Augmentation {
  assertPresetOptions(options, 'standardAugmentation');
  return presetAugmentation(AUGMENTATION_PRESETS.standard, options);
}

/**
 * An augmentation that leaves a face a face and not much more, with the strengths of `AUGMENTATION_PRESETS.strong`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function strongAugmentation(options: PresetOptions = {}): Augmentation {
  assertPresetOptions(options, 'strongAugmentation');
  return presetAugmentation(AUGMENTATION_PRESETS.strong, options);
}

const OPTIONS = {
  flip: true,
  rotate: true,
  zoom: true,
  shift: true,
  brightness: true,
  contrast: true,
  erase: true,
  strength: true,
} as const satisfies Record<keyof PresetOptions, true>;

function assertPresetOptions(options: PresetOptions, subject: string): void {
  assertOptions(options, OPTIONS, subject);
  if (options.strength !== undefined) assertNumberOption(subject, 'strength', options.strength, 0, 2);
}

function presetAugmentation(preset: AugmentationStrengths, options: PresetOptions): Augmentation {
  const { strength = 1 } = options;
  const scaled = (name: keyof AugmentationStrengths) => options[name] ?? preset[name] * strength;
  const probability = options.flip ?? preset.flip;
  const maxDegrees = scaled('rotate');
  const range = scaled('zoom');
  const maxPx = options.shift ?? Math.round(preset.shift * strength);
  const [brightness, contrast] = [scaled('brightness'), scaled('contrast')];
  const erase = scaled('erase');
  return createAugmentation([
    ...(probability === 0 ? [] : [flip({ probability })]),
    ...(maxDegrees === 0 ? [] : [rotate({ maxDegrees })]),
    ...(range === 0 ? [] : [zoom({ range })]),
    ...(maxPx === 0 ? [] : [shift({ maxPx })]),
    ...(brightness === 0 && contrast === 0 ? [] : [brightnessContrast({ brightness, contrast })]),
    ...(erase === 0 ? [] : [erasing({ probability: erase, fill: 'gray' })]),
  ]);
}
