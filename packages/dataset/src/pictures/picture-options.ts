import {
  assertOptions,
  assertPictureLimits,
  assertSignal,
  describeValue,
  type FaceFinder,
  FerError,
  type InputSpec,
  type Plugin,
} from '@fer/core';

/** How pictures of one's own are loaded. */
export interface LoadPicturesOptions {
  /** What the network expects that is to see them, in gray: the `input` of weights or of an architecture. */
  readonly input: InputSpec;
  /** Finds the faces; `createFaceFinder` of `@fer/model` finds what a recognizer would. Default: the square in the middle. */
  readonly finder?: FaceFinder;
  /**
   * Which share of each label's pictures is set aside as the split `public`, 0 to 1, where the folders do not say. Default
   * 0.2; of 1 all are.
   */
  readonly validationShare?: number;
  /** Decides which; default 0. */
  readonly seed?: number;
  /** For their image decoders, which come before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** As that of core's `loadImage`. */
  readonly maxPixels?: number;
  readonly signal?: AbortSignal;
  /** Told after each picture, good or bad. */
  readonly onProgress?: (progress: { readonly done: number; readonly count: number }) => void;
}

const OPTIONS = {
  input: true,
  finder: true,
  validationShare: true,
  seed: true,
  plugins: true,
  maxPixels: true,
  signal: true,
  onProgress: true,
} as const satisfies Record<keyof LoadPicturesOptions, true>;

export const LOAD_PICTURES_DEFAULTS = { validationShare: 0.2, seed: 0 } as const;

const KINDS: readonly (readonly [option: string, expected: string, fits: (value: unknown) => boolean])[] = [
  ['finder', 'a face finder', (value) => typeof (value as Partial<FaceFinder> | null)?.find === 'function'],
  [
    'validationShare',
    'a number from 0 to 1',
    (value) => typeof value === 'number' && value >= 0 && value <= 1,
  ],
  ['seed', 'a whole number', Number.isSafeInteger],
  ['onProgress', 'a function', (value) => typeof value === 'function'],
];

/**
 * @throws FerError `FER_INVALID_ARGUMENT` for an option that there is not, or a value that it cannot have;
 * `FER_DATA_UNSUPPORTED` for an input in colour
 */
export function assertPictureOptions(options: LoadPicturesOptions): void {
  assertOptions(options, OPTIONS, 'loadPictures');
  assertInput(options?.input);
  assertPictureLimits({ maxPixels: options.maxPixels }, 'loadPictures');
  assertSignal(options.signal, 'loadPictures');
  const given = options as unknown as Readonly<Record<string, unknown>>;
  for (const [option, expected, fits] of KINDS) {
    if (given[option] !== undefined && !fits(given[option])) throw invalid(option, expected, given[option]);
  }
}

function assertInput(input: unknown): void {
  const { width, height, channels } = (input ?? {}) as Partial<InputSpec>;
  const isSize = (size: unknown) =>
    Number.isInteger(size) && (size as number) >= 1 && (size as number) <= 4096;
  if (!isSize(width) || !isSize(height)) {
    throw invalid('input', 'what a network expects to see, as `weights.input`', input);
  }
  if (channels === 3) {
    throw new FerError(
      'FER_DATA_UNSUPPORTED',
      'loadPictures: `input` is in colour, but data sets are gray, and so is what `train` takes. Give the input of a network that sees gray pictures.',
      { details: { option: 'input', channels } },
    );
  }
}

function invalid(option: string, expected: string, value: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `loadPictures: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    { details: { option, value } },
  );
}
