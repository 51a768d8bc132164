import type { Emotion, Random } from '@fer/core';
import type { Expression } from './expression.ts';
import { PROTOTYPES } from './prototypes.ts';

/** A face at rest. */
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
