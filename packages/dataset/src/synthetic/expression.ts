import type { Emotion, Random } from '@fer/core';

/**
 * How the parts of a face stand. Each figure follows an action unit (AU) of the Facial Action Coding System (Ekman and
 * Friesen 1978); lengths in units of the face, 0 at rest unless a range is given.
 */
export interface Expression {
  /** AU1: the inner ends of the brows go up. */
  readonly innerBrowRaise: number;
  /** AU2: the outer ends of the brows go up. */
  readonly outerBrowRaise: number;
  /** AU4: the brows go together, 0..1, with upright lines between them. */
  readonly browPinch: number;
  /** AU5 and AU43: how far the upper lid is open, 1 at rest. */
  readonly upperLid: number;
  /** AU6 and AU7: how far the lower lid is down, 1 at rest, less when cheeks push it up. */
  readonly lowerLid: number;
  /** AU9: wrinkles across the nose, 0..1. */
  readonly noseWrinkle: number;
  /** AU6, AU10 and AU12: the folds from the nose to the corners of the mouth, 0..1. */
  readonly cheekFold: number;
  /** AU18 and AU20: half the width of the mouth. */
  readonly mouthWidth: number;
  /** AU12 up, AU15 down: height of the corners of the mouth. */
  readonly cornerLift: number;
  /** AU10: the upper lip goes up at its middle. */
  readonly upperLipRaise: number;
  /** AU25 to AU27: height of the opening. */
  readonly opening: number;
  /** 0 a mouth with pointed corners, 1 an oval one. */
  readonly roundness: number;
  /** How much of an open mouth shows teeth, 0..1. */
  readonly teeth: number;
  /** Thickness of the lips, 1 at rest; AU23 and AU24 press them thin. */
  readonly lips: number;
  /** AU17: the chin pushes up, 0..1, with a fold below the lip. */
  readonly chinRaise: number;
}

const NEUTRAL: Expression = {
  innerBrowRaise: 0,
  outerBrowRaise: 0,
  browPinch: 0,
  upperLid: 1,
  lowerLid: 1,
  noseWrinkle: 0,
  cheekFold: 0.1,
  mouthWidth: 0.27,
  cornerLift: 0,
  upperLipRaise: 0,
  opening: 0,
  roundness: 0,
  teeth: 0,
  lips: 1,
  chinRaise: 0,
};

/** Ways to show each emotion in full, after the prototypes of EMFACS (Friesen and Ekman 1983). */
const PROTOTYPES: Record<Emotion, readonly Partial<Expression>[]> = {
  angry: [
    // AU4 + 5 + 7 + 24, lips pressed.
    {
      innerBrowRaise: -0.17,
      outerBrowRaise: 0.03,
      browPinch: 1,
      upperLid: 0.95,
      lowerLid: 0.7,
      mouthWidth: 0.25,
      cornerLift: -0.04,
      lips: 0.35,
      chinRaise: 0.5,
    },
    // AU4 + 5 + 7 + 23 + 25, shouting through bared teeth.
    {
      innerBrowRaise: -0.17,
      outerBrowRaise: 0.04,
      browPinch: 1,
      upperLid: 1,
      lowerLid: 0.7,
      cheekFold: 0.5,
      mouthWidth: 0.28,
      cornerLift: -0.01,
      upperLipRaise: 0.05,
      opening: 0.22,
      roundness: 0.95,
      teeth: 0.55,
      lips: 0.7,
    },
  ],
  disgust: [
    // AU9 + 10 + 15 + 17.
    {
      innerBrowRaise: -0.09,
      outerBrowRaise: -0.05,
      browPinch: 0.4,
      upperLid: 0.55,
      lowerLid: 0.55,
      noseWrinkle: 1,
      cheekFold: 1,
      mouthWidth: 0.26,
      cornerLift: -0.09,
      upperLipRaise: 0.12,
      opening: 0.02,
      lips: 0.9,
      chinRaise: 0.7,
    },
    // AU9 + 10 + 16 + 25, upper teeth shown.
    {
      innerBrowRaise: -0.09,
      outerBrowRaise: -0.05,
      browPinch: 0.4,
      upperLid: 0.5,
      lowerLid: 0.5,
      noseWrinkle: 1,
      cheekFold: 1,
      mouthWidth: 0.25,
      cornerLift: -0.08,
      upperLipRaise: 0.13,
      opening: 0.09,
      roundness: 0.2,
      teeth: 1,
      lips: 0.9,
    },
  ],
  fear: [
    // AU1 + 2 + 4 + 5 + 20 + 25, lips stretched over parted teeth.
    {
      innerBrowRaise: 0.15,
      outerBrowRaise: 0.03,
      browPinch: 0.8,
      upperLid: 1.9,
      lowerLid: 1.15,
      mouthWidth: 0.36,
      cornerLift: -0.05,
      upperLipRaise: 0.01,
      opening: 0.14,
      roundness: 0.7,
      teeth: 0.8,
      lips: 0.7,
    },
    // AU1 + 2 + 4 + 5 + 20 + 26, mouth hanging open.
    {
      innerBrowRaise: 0.16,
      outerBrowRaise: 0.03,
      browPinch: 0.8,
      upperLid: 1.95,
      lowerLid: 1.2,
      mouthWidth: 0.33,
      cornerLift: -0.06,
      opening: 0.24,
      roundness: 0.7,
      teeth: 0.3,
      lips: 0.8,
    },
  ],
  happy: [
    // AU6 + 12.
    {
      outerBrowRaise: 0.02,
      upperLid: 0.85,
      lowerLid: 0.45,
      cheekFold: 0.8,
      mouthWidth: 0.35,
      cornerLift: 0.13,
      lips: 0.85,
    },
    // AU6 + 12 + 25, a laugh.
    {
      outerBrowRaise: 0.03,
      upperLid: 0.75,
      lowerLid: 0.35,
      cheekFold: 1,
      mouthWidth: 0.37,
      cornerLift: 0.14,
      upperLipRaise: 0.01,
      opening: 0.17,
      teeth: 0.9,
      lips: 0.8,
    },
  ],
  sad: [
    // AU1 + 4 + 15 + 17.
    {
      innerBrowRaise: 0.16,
      outerBrowRaise: -0.09,
      browPinch: 0.5,
      upperLid: 0.65,
      lowerLid: 0.9,
      cheekFold: 0.3,
      mouthWidth: 0.24,
      cornerLift: -0.12,
      lips: 0.95,
      chinRaise: 1,
    },
    // AU1 + 4 + 15, looking down.
    {
      innerBrowRaise: 0.15,
      outerBrowRaise: -0.09,
      browPinch: 0.35,
      upperLid: 0.45,
      lowerLid: 0.9,
      mouthWidth: 0.25,
      cornerLift: -0.11,
      lips: 1.05,
      chinRaise: 0.4,
    },
  ],
  surprise: [
    // AU1 + 2 + 5 + 26.
    {
      innerBrowRaise: 0.16,
      outerBrowRaise: 0.16,
      upperLid: 1.75,
      lowerLid: 1.2,
      cheekFold: 0,
      mouthWidth: 0.17,
      opening: 0.3,
      roundness: 1,
      teeth: 0,
      lips: 0.9,
    },
    // AU1 + 2 + 5 + 27.
    {
      innerBrowRaise: 0.17,
      outerBrowRaise: 0.19,
      upperLid: 1.9,
      lowerLid: 1.25,
      cheekFold: 0,
      mouthWidth: 0.2,
      opening: 0.42,
      roundness: 1,
      teeth: 0.15,
      lips: 0.9,
    },
  ],
  neutral: [{}],
};

/** How strongly an emotion shows, as a part of its prototype. */
const INTENSITY = [0.75, 1.15] as const;

/** How far each figure strays, as standard deviations, so that no two faces stand alike. */
const STRAY: Partial<Record<keyof Expression, number>> = {
  innerBrowRaise: 0.015,
  outerBrowRaise: 0.015,
  upperLid: 0.06,
  lowerLid: 0.06,
  mouthWidth: 0.015,
  cornerLift: 0.012,
  lips: 0.08,
};

/** Draws one way, strength and variation of showing an emotion. */
export function drawExpression(emotion: Emotion, random: Random): Expression {
  const prototypes = PROTOTYPES[emotion];
  const full = { ...NEUTRAL, ...prototypes[random.integer(prototypes.length)]! };
  const intensity = random.uniform(...INTENSITY);
  const figures = Object.entries(NEUTRAL).map(([name, rest]) => {
    const figure = name as keyof Expression;
    const strayed = (STRAY[figure] ?? 0) * random.normal();
    return [figure, rest + (full[figure] - rest) * intensity + strayed];
  });
  return Object.fromEntries(figures) as Expression;
}
