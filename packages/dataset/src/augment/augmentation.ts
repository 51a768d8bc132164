import { type Augmentation, assertOptions, describeValue, FerError } from '@fer/core';
import { type Affine, composeAffine, IDENTITY } from './affine.ts';
import { type Fill, resample, resampleScratchLength } from './resample.ts';
import type { GeometricTransform, PixelTransform, Transform } from './transform.ts';

export interface AugmentationOptions {
  /**
   * What comes in from outside an image that is moved, turned or shrunk. Default `edge`, as in Keras's
   * `ImageDataGenerator`: a crop around a face goes on beyond its border, whereas black bars and corners would be
   * strong features that no photo has, and would darken the mean of every augmented image.
   */
  readonly fill?: Fill;
}

/**
 * Puts transforms together. The geometric ones are done in the order given and as one resampling, then the others in
 * the order given.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if the fill is not a gray level, or what is given is no list of transforms
 */
export function createAugmentation(
  transforms: readonly Transform[],
  options: AugmentationOptions = {},
): Augmentation {
  assertOptions(
    options,
    { fill: true } satisfies Record<keyof AugmentationOptions, true>,
    'createAugmentation',
  );
  const { fill = 'edge' } = options;
  if (fill !== 'edge' && !(typeof fill === 'number' && fill >= 0 && fill <= 255)) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `createAugmentation: \`fill\` must be 'edge' or a gray level from 0 to 255, but is ${describeValue(fill)}.`,
      { details: { fill } },
    );
  }
  assertTransforms(transforms);
  const geometric = transforms.filter((one): one is GeometricTransform => one.kind === 'geometric');
  const pixel = transforms.filter((one): one is PixelTransform => one.kind === 'pixel');
  let scratch = new Float32Array(0);

  return {
    record: { fill, transforms: [...geometric, ...pixel].map((one) => one.record) },
    apply(source, target, width, height, random) {
      if (geometric.length === 0) {
        target.set(source);
      } else {
        const needed = resampleScratchLength(width, height);
        if (scratch.length !== needed) scratch = new Float32Array(needed);
        let map: Affine = IDENTITY;
        for (const one of geometric) map = composeAffine(map, one.draw(random));
        resample(source, target, width, height, map, fill, scratch);
      }
      for (const one of pixel) one.apply(target, width, height, random);
    },
  };
}

/** One of another kind would be passed over. */
function assertTransforms(transforms: unknown): void {
  const isTransform = (one: unknown) =>
    ['geometric', 'pixel'].includes((one as { kind?: string } | null | undefined)?.kind ?? '');
  const wrong = Array.isArray(transforms) ? transforms.findIndex((one) => !isTransform(one)) : 0;
  if (wrong < 0) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    Array.isArray(transforms)
      ? `createAugmentation: transform ${wrong + 1} must be of the kind 'geometric' or 'pixel', as flip() is, but is ${describeValue(transforms[wrong])}.`
      : `createAugmentation: the transforms must be a list such as [flip(), shift()], but are ${describeValue(transforms)}.`,
    { details: { transforms } },
  );
}
