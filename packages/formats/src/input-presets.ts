import { assertChoice, describeValue, EMOTIONS, FerError, type InputSpec } from '@fer/core';

/** What a network expects of a picture; its file never says. */
export interface ForeignInput extends InputSpec {
  /** Taken from each channel after scaling to `range`, then divided by `deviation`; default: neither is done. */
  readonly mean?: readonly number[];
  readonly deviation?: readonly number[];
}

export interface InputPreset {
  readonly input: ForeignInput;
  /** The order in which such networks give their classes; none where there is no usual one. */
  readonly labels?: readonly string[];
}

const GRAY = { channels: 1, resize: 'bilinear-antialias' } as const;

/** What published networks for this task expect, by the names that `input` takes. */
export const INPUT_PRESETS = {
  /** FER2013's pictures as they are, 0..1: tutorials. */
  'fer2013-01': { input: { ...GRAY, width: 48, height: 48, range: [0, 1] }, labels: EMOTIONS },
  /** mini_XCEPTION of oarriaga/face_classification and of Python's `fer`: 64×64, -1..1. */
  'xception-pm1': { input: { ...GRAY, width: 64, height: 64, range: [-1, 1] }, labels: EMOTIONS },
  /** FER+ of the ONNX model zoo (Barsoum 2016, arXiv:1608.01041): 64×64, 0..255, eight labels. */
  'ferplus-255': {
    input: { ...GRAY, width: 64, height: 64, range: [0, 255] },
    labels: ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'fear', 'contempt'],
  },
  /** Colour by the mean and deviation of ImageNet, as torchvision has them. */
  'imagenet-224': {
    input: {
      width: 224,
      height: 224,
      channels: 3,
      resize: 'bilinear-antialias',
      range: [0, 1],
      mean: [0.485, 0.456, 0.406],
      deviation: [0.229, 0.224, 0.225],
    },
  },
} as const satisfies { readonly [id: string]: InputPreset };

export type InputPresetId = keyof typeof INPUT_PRESETS;

/**
 * The preset of an id, or what was given outright.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`, naming the presets
 */
export function resolveInput(input: unknown, subject: string): InputPreset {
  const ids = Object.keys(INPUT_PRESETS);
  if (input === undefined) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${subject}: \`input\` is missing. A file never says what its network expects of a picture, and a guess would be wrong without a sign of it: give ${ids.map((id) => `'${id}'`).join(', ')}, or { width, height, channels, range … }.`,
      { details: { option: 'input', available: ids } },
    );
  }
  if (typeof input === 'string') {
    assertChoice(input, ids, 'input', subject);
    return INPUT_PRESETS[input as InputPresetId];
  }
  const { channels, mean, deviation } = (input ?? {}) as Partial<ForeignInput>;
  if (typeof input !== 'object' || input === null) throw unfit(subject, `is ${describeValue(input)}`);
  const isOfChannels = (numbers: unknown, lowest: number) =>
    numbers === undefined ||
    (Array.isArray(numbers) &&
      numbers.length === channels &&
      numbers.every((n) => Number.isFinite(n) && n > lowest));
  if (!isOfChannels(mean, Number.NEGATIVE_INFINITY))
    throw unfit(subject, 'has a `mean` that is not a number for each channel');
  if (!isOfChannels(deviation, 0))
    throw unfit(subject, 'has a `deviation` that is not a number above 0 for each channel');
  return { input: input as ForeignInput };
}

function unfit(subject: string, problem: string): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: \`input\` must be a preset or { width, height, channels, resize, range, mean?, deviation? }, but ${problem}.`,
    { details: { option: 'input' } },
  );
}
