import { type InputSpec, type LabelledImages, preprocessFace, scaleToRange } from '@fer/core';
import { mirrored } from '../mirrored.ts';

/** The views of an image whose probabilities are averaged; see `PredictImagesOptions`. */
export const TEST_TIME_AUGMENTATIONS = ['none', 'flip', 'flip-unsure', 'ten-crop'] as const;

/** One of `TEST_TIME_AUGMENTATIONS`. */
export type TestTimeAugmentation = (typeof TEST_TIME_AUGMENTATIONS)[number];

/** The part of each side that a crop of `ten-crop` shows: 44 of 48 pixels. */
const CROP_SHARE = 11 / 12;

/** Where the crops of `ten-crop` begin, as shares of the room that they leave: corners and middle. */
const CROP_PLACES = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [0.5, 0.5],
] as const;

/**
 * The views of images `first` to `end`, each as the network expects them: `[end - first, height, width, 1]`. Ten crops
 * are those of Krizhevsky et al. 2012: the four corners and the middle, each with its mirror image.
 */
export function* viewsOf(
  data: LabelledImages,
  input: InputSpec,
  first: number,
  end: number,
  tta: TestTimeAugmentation,
): Generator<Float32Array> {
  if (tta === 'ten-crop') {
    for (const place of CROP_PLACES) {
      const crop = croppedPixels(data, input, first, end, place);
      yield crop;
      yield mirrored(crop, input);
    }
    return;
  }
  const pixels = wholePixels(data, input, first, end);
  yield pixels;
  if (tta !== 'none') yield mirrored(pixels, input);
}

function wholePixels(data: LabelledImages, input: InputSpec, first: number, end: number): Float32Array {
  const { images, width, height } = data;
  if (width === input.width && height === input.height) {
    return scaleToRange(images.subarray(first * width * height, end * width * height), input.range);
  }
  return regionPixels(data, input, first, end, { x: 0, y: 0, width, height });
}

function croppedPixels(
  data: LabelledImages,
  input: InputSpec,
  first: number,
  end: number,
  [left, top]: readonly [number, number],
): Float32Array {
  const width = data.width * CROP_SHARE;
  const height = data.height * CROP_SHARE;
  const region = { x: left * (data.width - width), y: top * (data.height - height), width, height };
  return regionPixels(data, input, first, end, region);
}

function regionPixels(
  { images, width, height }: LabelledImages,
  input: InputSpec,
  first: number,
  end: number,
  region: { x: number; y: number; width: number; height: number },
): Float32Array {
  const size = width * height;
  const pixels = new Float32Array((end - first) * input.width * input.height);
  for (let i = first; i < end; i++) {
    const image = { data: images.subarray(i * size, (i + 1) * size), width, height, channels: 1 } as const;
    pixels.set(preprocessFace(image, input, region), (i - first) * input.width * input.height);
  }
  return pixels;
}
