import { type Canvas, type Frame, paint } from './canvas.ts';
import type { Person } from './person.ts';
import { both, ellipse, type Shape, stroke, UNBOUNDED } from './shape.ts';

/** The outline of a head without hair: an ellipse whose lower half narrows towards the chin. */
export function headShape({ headWidth, jawTaper }: Person): Shape {
  const round = ellipse(0, 0, headWidth, 1);
  return {
    bounds: round.bounds,
    distance(x, y) {
      const narrowing = 1 - jawTaper * Math.min(1, Math.max(0, y)) ** 2;
      return round.distance(x / narrowing, y) * narrowing;
    },
  };
}

/** What is behind a face: hair that hangs down, neck, shoulders and ears. */
export function paintBehindHead(canvas: Canvas, frame: Frame, person: Person, clothes: number): void {
  const { skin, hair, headWidth } = person;
  if (person.hairStyle === 'long') {
    paint(canvas, frame, ellipse(0, 0.1, headWidth + 0.22, 1.3), { level: hair });
  }
  paint(canvas, frame, ellipse(0, 1.75, 1.5, 0.75), { level: clothes });
  paint(canvas, frame, stroke([0, 0.7], [0, 1], [0, 1.25], 0.4, 0.42), { level: skin * 0.72 });
  if (person.hairStyle !== 'long') {
    for (const side of [-1, 1]) {
      paint(canvas, frame, ellipse(side * headWidth, 0, 0.1, 0.2), { level: skin * 0.85 });
    }
  }
}

/** The head itself, round by a lighter middle, with its beard. `lightSide` is where the light comes from, -1..1. */
export function paintHead(canvas: Canvas, frame: Frame, person: Person, lightSide: number): void {
  const { skin, hair, headWidth } = person;
  const head = headShape(person);
  paint(canvas, frame, head, { level: skin * 0.8 });
  paint(canvas, frame, both(head, ellipse(0.1 * lightSide, -0.05, headWidth * 0.8, 0.85)), {
    level: skin * 1.06,
    softness: 0.5,
  });
  if (person.beard > 0) {
    const jaw: Shape = {
      bounds: { ...UNBOUNDED, top: 0.05 },
      distance: (x, y) => 0.7 - 0.5 * (x / headWidth) ** 2 - y,
    };
    paint(canvas, frame, both(head, jaw), { level: hair, opacity: person.beard, softness: 0.15 });
  }
}
