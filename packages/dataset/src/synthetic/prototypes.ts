import type { Emotion } from '@fer/core';
import type { Expression } from './expression.ts';

/** Ways to show each emotion in full, after the prototypes of EMFACS (Friesen and Ekman 1983). */
export const PROTOTYPES: Record<Emotion, readonly Partial<Expression>[]> = {
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
