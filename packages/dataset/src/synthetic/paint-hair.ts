import type { Random } from '@fer/core';
import { type Canvas, type Frame, paint } from './canvas.ts';
import type { HairStyle, Person } from './person.ts';
import { both, ellipse, type Shape, stroke, UNBOUNDED } from './shape.ts';

/**
 * Height of the lower edge of the hair at a place `x` across the head. `reach` is the square of x over half the head's
 * width.
 */
const HAIRLINES: Record<HairStyle, (x: number, reach: number, hairline: number) => number> = {
  none: () => -2,
  short: (_, reach, hairline) => hairline + 0.1 * reach + 0.45 * reach * reach * reach,
  // Parted in the middle and falling to both sides.
  long: (x, reach, hairline) => hairline - 0.15 + 0.35 * Math.abs(x) + 0.5 * reach,
  fringe: (_, reach, hairline) => hairline + 0.17 + 0.4 * reach * reach * reach,
  parted: (x, reach, hairline) => hairline + 0.22 * (x + 0.1) + 0.5 * reach * reach,
};

const STRANDS = 7;

/** Hair on top of a head and, if it is long, beside the face. */
export function paintHair(canvas: Canvas, frame: Frame, person: Person, random: Random): void {
  const { hair: level, hairStyle, hairline, headWidth } = person;
  if (hairStyle === 'none') return;
  const edge = HAIRLINES[hairStyle];
  const phase = random.uniform(0, 6);
  const below: Shape = {
    bounds: { ...UNBOUNDED, bottom: 0.5 },
    // A jagged edge: hair ends in tips.
    distance: (x, y) =>
      (y - edge(x, (x / headWidth) ** 2, hairline) - 0.014 * Math.sin(29 * x + phase)) * 0.8,
  };
  // The cap of hair stands a little off the skull.
  const cap = both(below, ellipse(0, -0.08, headWidth + 0.08, 1.05));
  paint(canvas, frame, cap, { level, softness: 0.05 });
  if (hairStyle === 'long') {
    for (const side of [-1, 1]) {
      const lock = stroke(
        [side * (headWidth - 0.12), -0.6],
        [side * (headWidth + 0.14), 0.1],
        [side * (headWidth + 0.02), 1.2],
        0.12,
        0.17,
      );
      paint(canvas, frame, lock, { level, softness: 0.06 });
    }
  }

  // Strands shine or lie in shadow; without them hair looks like a cap.
  for (let strand = 0; strand < STRANDS; strand++) {
    const end = random.uniform(-1, 1) * headWidth;
    const line = stroke(
      [end * 0.3, -1.1],
      [end * 0.9, -1],
      [end * 1.05, hairline + 0.5 * (end / headWidth) ** 2],
      0.02,
      0.035,
    );
    const shine = random.next() < 0.5 ? level * 1.25 + 22 : level * 0.6;
    paint(canvas, frame, both(line, cap), { level: shine, opacity: 0.55, softness: 0.06 });
  }
}
