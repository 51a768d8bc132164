import {
  assertOptions,
  createRandom,
  describeValue,
  EMOTIONS,
  type Emotion,
  FerError,
  type Random,
  type RasterImage,
} from '@fer/core';
import { SYNTHETIC_STREAM } from '../streams.ts';
import { type Canvas, createCanvas, type Frame } from './canvas.ts';
import { drawExpression } from './draw-expression.ts';
import { paintBrows } from './paint-brows.ts';
import { paintEyes } from './paint-eyes.ts';
import { paintHair } from './paint-hair.ts';
import { paintBehindHead, paintHead } from './paint-head.ts';
import { paintMouth } from './paint-mouth.ts';
import { paintNose } from './paint-nose.ts';
import { drawPerson } from './person.ts';

export interface DrawFaceOptions {
  readonly emotion: Emotion;
  /** Any integer; its lower 32 bits count. */
  readonly seed: number;
  /** Width and height in pixels, 16 to 1024; default 48, the size of FER2013's faces. */
  readonly size?: number;
}

const DRAW_FACE_OPTIONS = { emotion: true, seed: true, size: true } satisfies Record<
  keyof DrawFaceOptions,
  true
>;

/** The size of FER2013's faces. */
export const FACE_SIZE = 48;

/**
 * Draws a face of nobody: a gray picture of a person, place, light and strength of expression that the seed decides.
 * The same seed gives the same person with each emotion, and the same picture at each size, but for its grain.
 *
 * @returns one channel, `[size, size]`
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function drawFace(options: DrawFaceOptions): RasterImage & { readonly channels: 1 } {
  assertOptions(options ?? null, DRAW_FACE_OPTIONS, 'drawFace');
  const { emotion, seed, size = FACE_SIZE } = options;
  const label = EMOTIONS.indexOf(emotion);
  if (label < 0) throw invalid('emotion', `one of ${EMOTIONS.join(', ')}`, emotion);
  if (!Number.isSafeInteger(seed)) throw invalid('seed', 'a whole number', seed);
  if (!(Number.isInteger(size) && size >= 16 && size <= 1024)) {
    throw invalid('size', 'a whole number from 16 to 1024', size);
  }

  const person = drawPerson(createRandom(seed, SYNTHETIC_STREAM, 0));
  const scene = createRandom(seed, SYNTHETIC_STREAM, 1);
  const expression = drawExpression(emotion, createRandom(seed, SYNTHETIC_STREAM, 2 + label));

  const canvas = createCanvas(size);
  const head: Frame = {
    xPx: size * (0.5 + scene.uniform(-0.05, 0.05)),
    yPx: size * (0.5 + scene.uniform(-0.04, 0.04)),
    scalePx: size * scene.uniform(0.47, 0.58),
    angle: 0.08 * scene.normal(),
    edgePx: (size / FACE_SIZE) * scene.uniform(0.9, 1.7),
  };
  const face = turned(head, scene.uniform(-0.1, 0.1), scene.uniform(-0.05, 0.05));
  const lightSide = scene.uniform(-1, 1);
  const gaze = { x: scene.uniform(-0.3, 0.3), y: scene.uniform(-0.2, 0.2) };

  canvas.levels.fill(scene.uniform(15, 240));
  paintBehindHead(canvas, head, person, scene.uniform(15, 220));
  paintHead(canvas, head, person, lightSide);
  paintHair(canvas, head, person, scene);
  paintEyes(canvas, face, person, expression, gaze);
  paintBrows(canvas, face, person, expression);
  paintNose(canvas, face, person, expression, lightSide);
  paintMouth(canvas, face, person, expression);
  return { data: develop(canvas, lightSide, scene), width: size, height: size, channels: 1 };
}

/** The frame of the features of a head turned a little: they slide over it, in units of the face. */
function turned(frame: Frame, x: number, y: number): Frame {
  const cosine = Math.cos(frame.angle) * frame.scalePx;
  const sine = Math.sin(frame.angle) * frame.scalePx;
  return { ...frame, xPx: frame.xPx + x * cosine - y * sine, yPx: frame.yPx + x * sine + y * cosine };
}

/** Turns a painting into a photo: light from one side, exposure, contrast and grain. */
function develop({ levels, sizePx }: Canvas, lightSide: number, random: Random): Uint8Array {
  const fall = (0.3 * lightSide) / sizePx;
  const fallDown = random.uniform(-0.25, 0.1) / sizePx;
  const exposure = random.uniform(0.75, 1.15);
  const contrast = random.uniform(0.8, 1.2);
  const grain = random.uniform(2, 11);
  const pixels = new Uint8ClampedArray(levels.length);
  for (let y = 0, at = 0; y < sizePx; y++) {
    const row = 1 + fallDown * (y - sizePx / 2);
    for (let x = 0; x < sizePx; x++, at++) {
      const lit = levels[at]! * exposure * (row + fall * (x - sizePx / 2));
      // The sum of two uniform numbers is bell-shaped enough for grain, and faster than a normal one.
      pixels[at] = 128 + (lit - 128) * contrast + grain * (random.next() + random.next() - 1);
    }
  }
  return new Uint8Array(pixels.buffer);
}

function invalid(option: string, expected: string, value: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `drawFace: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    {
      details: { option, value },
    },
  );
}
