import { assertRasterImage } from '../assert-raster-image.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { RasterImage } from '../image.ts';
import { type ContractCase, demand, demandFailure, distance, shapeCase } from './contract-case.ts';

/** What a decoder is tried on. */
export interface DecoderTrial {
  /** A picture file of its kind. */
  readonly file: Uint8Array;
  /** Its pixels, upright and opaque; the decoder may give other channels, if they show the same. */
  readonly pixels: RasterImage;
  /** Largest difference of a level; default 3, which a good JPEG keeps. */
  readonly tolerance?: number;
}

/** What every decoder must keep. Only run it where the decoder is supported. */
export function decoderContract(decoder: ImageDecoder, trial: DecoderTrial): ContractCase[] {
  const { file, pixels, tolerance = 3 } = trial;
  return [
    shapeCase({ decoders: [decoder] }),
    {
      name: 'is supported here',
      run: async () => demand(await decoder.isSupported(), 'The decoder is not supported here'),
    },
    {
      name: 'knows its kind by the first bytes',
      run: async () => {
        demand(decoder.sniff(file), 'sniff must say yes to the file');
        demand(decoder.sniff(file.subarray(0, 64)), 'sniff must need no more than 64 bytes');
        demand(!decoder.sniff(new Uint8Array()), 'sniff must say no to an empty file');
        demand(!decoder.sniff(new TextEncoder().encode('just a line of text')), 'sniff must say no to text');
      },
    },
    {
      name: 'gives the pixels, and leaves the file as it was',
      run: async () => {
        const bytes = file.slice();
        const image = await decoder.decode(bytes);
        assertRasterImage(image, 'The decoded picture');
        demand(distance(bytes, file) === 0, 'decode must not write into the file');
        demand(
          image.width === pixels.width && image.height === pixels.height,
          `The picture must have ${pixels.width}×${pixels.height} pixels, but has ${image.width}×${image.height}`,
        );
        const difference = distance(asRgb(image), asRgb(pixels));
        demand(
          difference <= tolerance,
          `Levels must agree within ${tolerance}, but one is off by ${difference}`,
        );
      },
    },
    {
      name: 'makes a picture smaller only where it may, and no smaller',
      run: async () => {
        const minSide = Math.max(1, Math.floor(Math.min(pixels.width, pixels.height) / 3));
        const image = await decoder.decode(file, { minSide });
        assertRasterImage(image, 'The decoded picture');
        const { width, height } = image.fullSize ?? image;
        demand(
          width === pixels.width && height === pixels.height,
          `The full size must be ${pixels.width}×${pixels.height}, but is ${width}×${height}`,
        );
        demand(
          Math.min(image.width, image.height) >= minSide,
          `The shorter side must have at least ${minSide} pixels, but has ${Math.min(image.width, image.height)}`,
        );
        demand(
          Math.abs(image.width - (image.height * width) / height) < 1 + width / height,
          `The proportions of ${width}×${height} must be kept, but the picture has ${image.width}×${image.height}`,
        );
      },
    },
    {
      name: 'says that a file is cut short',
      run: () =>
        demandFailure('FER_IMAGE_DECODE', 'Half a file', () =>
          decoder.decode(file.slice(0, Math.floor(file.length / 2))),
        ),
    },
  ];
}

function asRgb({ data, channels }: RasterImage): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    for (let c = 0; c < 3; c++) rgb[pixel * 3 + c] = data[pixel * channels + (channels === 1 ? 0 : c)]!;
  }
  return rgb;
}
