import { type Canvas, type Frame, paint } from './canvas.ts';
import type { Expression } from './expression.ts';
import type { Person } from './person.ts';
import { between, both, ellipse, type Shape, stroke, UNBOUNDED } from './shape.ts';

/** Mouth with lips, teeth and tongue, the moustache above it and the fold of a raised chin below. */
export function paintMouth(canvas: Canvas, frame: Frame, person: Person, expression: Expression): void {
  const { skin, mouthHeight, lipThickness, lipLevel } = person;
  const { mouthWidth: width, cornerLift, roundness } = expression;
  const lip = lipThickness * Math.max(0.2, expression.lips);
  const opening = Math.max(0, expression.opening);
  const cornerY = mouthHeight - cornerLift + opening * 0.35 * roundness;
  // Raised corners leave the middle of the mouth a little lower, and the other way round.
  const middleY = mouthHeight + cornerLift * 0.35;
  const upperY = middleY - Math.max(0, expression.upperLipRaise) - opening * 0.15;
  const lowerY = middleY + opening * 0.85;

  if (person.moustache > 0) {
    const hairs = stroke(
      [-width - 0.04, upperY - 0.02 + (cornerY - upperY) * 0.6],
      [0, upperY - 0.2],
      [width + 0.04, upperY - 0.02 + (cornerY - upperY) * 0.6],
      0.04,
      0.04,
    );
    paint(canvas, frame, hairs, { level: person.hair, opacity: person.moustache, softness: 0.07 });
  }
  const region = (reach: number, thickness: number): Shape => {
    const half = width + reach;
    const curve = (middle: number) => (x: number) => {
      const t = Math.min(1, Math.abs(x) / half);
      const profile = (1 - roundness) * t * t + roundness * (1 - Math.sqrt(1 - t * t));
      return middle + (cornerY - middle) * profile;
    };
    const top = upperY - thickness;
    const bottom = lowerY + thickness * 1.25;
    return between(-half, half, curve(top), curve(bottom), {
      top: Math.min(top, cornerY),
      bottom: Math.max(bottom, cornerY),
    });
  };

  paint(canvas, frame, region(0.02, lip), { level: lipLevel, softness: 0.03 });
  const inside = region(0, 0);
  if (lowerY - upperY > 0.03) {
    paint(canvas, frame, inside, { level: skin * 0.12 + 12 });
    if (roundness > 0.3 && opening > 0.15) {
      const tongue = ellipse(0, lowerY, width * 0.6, opening * 0.35);
      paint(canvas, frame, both(inside, tongue), { level: skin * 0.4 + 15, softness: 0.05 });
    }
    const gumY = upperY + (lowerY - upperY) * Math.min(1, expression.teeth);
    const teeth: Shape = { bounds: { ...UNBOUNDED, bottom: gumY }, distance: (_, y) => y - gumY };
    if (expression.teeth > 0.05)
      paint(canvas, frame, both(inside, teeth), { level: Math.min(245, skin + 90), opacity: 0.95 });
  }
  const lineY = (upperY + lowerY) / 2;
  if (lowerY - upperY <= 0.08) {
    const line = stroke([-width, cornerY], [0, 2 * lineY - cornerY], [width, cornerY], 0.016, 0.016);
    paint(canvas, frame, line, { level: skin * 0.25, opacity: 0.9 });
  }
  // The corners of a mouth are dark dimples.
  for (const side of [-1, 1]) {
    paint(canvas, frame, ellipse(side * width, cornerY, 0.022, 0.022), {
      level: skin * 0.35,
      opacity: 0.7,
      softness: 0.03,
    });
  }
  const shadow = stroke(
    [-width * 0.6, lowerY + lip * 1.25 + 0.05],
    [0, lowerY + lip * 1.25 + 0.08 - 0.06 * expression.chinRaise],
    [width * 0.6, lowerY + lip * 1.25 + 0.05],
    0.015,
    0.015,
  );
  paint(canvas, frame, shadow, {
    level: skin * 0.6,
    opacity: 0.35 + 0.4 * expression.chinRaise,
    softness: 0.06,
  });
}
