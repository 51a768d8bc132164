import { createRandom, EMOTIONS, type Emotion } from '@fer/core';
import { expect, it } from 'vitest';
import { drawExpression } from './draw-expression.ts';
import type { Expression } from './expression.ts';

function mean(emotion: Emotion, figure: keyof Expression): number {
  const drawn = Array.from({ length: 200 }, (_, i) => drawExpression(emotion, createRandom(6, i))[figure]);
  return drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
}

// The action units of each prototype, from EMFACS (Friesen and Ekman 1983), as what must be more or less than at rest.
it.each<[Emotion, string, keyof Expression, 'more' | 'less']>([
  ['angry', 'AU4 lowers the brows', 'innerBrowRaise', 'less'],
  ['angry', 'AU4 draws the brows together', 'browPinch', 'more'],
  ['angry', 'AU7 tightens the lids', 'lowerLid', 'less'],
  ['disgust', 'AU9 wrinkles the nose', 'noseWrinkle', 'more'],
  ['disgust', 'AU10 raises the upper lip', 'upperLipRaise', 'more'],
  ['disgust', 'AU15 lowers the corners', 'cornerLift', 'less'],
  ['fear', 'AU1 raises the inner brows', 'innerBrowRaise', 'more'],
  ['fear', 'AU4 draws the brows together', 'browPinch', 'more'],
  ['fear', 'AU5 raises the upper lid', 'upperLid', 'more'],
  ['fear', 'AU20 stretches the mouth', 'mouthWidth', 'more'],
  ['happy', 'AU12 raises the corners', 'cornerLift', 'more'],
  ['happy', 'AU6 raises the cheeks', 'lowerLid', 'less'],
  ['sad', 'AU1 raises the inner brows', 'innerBrowRaise', 'more'],
  ['sad', 'AU15 lowers the corners', 'cornerLift', 'less'],
  ['sad', 'AU17 raises the chin', 'chinRaise', 'more'],
  ['surprise', 'AU1 raises the inner brows', 'innerBrowRaise', 'more'],
  ['surprise', 'AU2 raises the outer brows', 'outerBrowRaise', 'more'],
  ['surprise', 'AU5 raises the upper lid', 'upperLid', 'more'],
  ['surprise', 'AU26 drops the jaw', 'opening', 'more'],
])('%s: %s', (emotion, _, figure, direction) => {
  const change = mean(emotion, figure) - mean('neutral', figure);
  expect(direction === 'more' ? change : -change).toBeGreaterThan(0.04);
});

it.each(EMOTIONS)('%s is drawn anew each time, and the same for the same chance', (emotion) => {
  const draw = (image: number) => drawExpression(emotion, createRandom(6, image));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
