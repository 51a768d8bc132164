import { type Canvas, type Frame, paint } from './canvas.ts';
import type { Expression } from './expression.ts';
import type { Person } from './person.ts';
import { stroke } from './shape.ts';

/** Brows, the upright lines between them and the lines across the forehead that raised brows make. */
export function paintBrows(canvas: Canvas, frame: Frame, person: Person, expression: Expression): void {
  const { skin, browHeight, browThickness, eyeSpacing } = person;
  const { innerBrowRaise, outerBrowRaise, browPinch } = expression;
  const innerX = eyeSpacing - 0.17 - 0.06 * browPinch;
  const outerX = eyeSpacing + 0.2;
  const innerY = browHeight + 0.02 - innerBrowRaise;
  const outerY = browHeight + 0.04 - outerBrowRaise;
  // The arch flattens when the brow is pinched: its muscle pulls it straight.
  const archY = Math.min(innerY, outerY) * 0.5 + (innerY + outerY) * 0.25 - 0.08 * (1 - 0.7 * browPinch);

  for (const side of [-1, 1]) {
    const brow = stroke(
      [side * innerX, innerY],
      [side * (innerX + 0.24), archY],
      [side * outerX, outerY],
      browThickness,
      browThickness * 0.55,
    );
    paint(canvas, frame, brow, { level: person.browLevel, opacity: 0.92, softness: 0.03 });
    if (browPinch > 0.1) {
      const line = stroke(
        [side * 0.05, innerY - 0.03],
        [side * 0.04, innerY + 0.04],
        [side * 0.06, innerY + 0.1],
        0.012,
        0.006,
      );
      paint(canvas, frame, line, { level: skin * 0.5, opacity: 0.8 * browPinch, softness: 0.03 });
    }
  }
  const raise = innerBrowRaise;
  if (raise > 0.05) {
    for (const height of [0.16, 0.26]) {
      const width = outerBrowRaise > 0.05 ? 0.4 : 0.2;
      const y = browHeight - height - raise * 0.3;
      const line = stroke([-width, y + 0.02], [0, y - 0.02], [width, y + 0.02], 0.008, 0.008);
      paint(canvas, frame, line, { level: skin * 0.6, opacity: Math.min(0.6, raise * 3), softness: 0.03 });
    }
  }
}
