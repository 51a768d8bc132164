import { type Canvas, type Frame, paint } from './canvas.ts';
import type { Expression } from './expression.ts';
import type { Person } from './person.ts';
import { between, both, ellipse, outline, stroke } from './shape.ts';

const EYE_HEIGHT = -0.12;

/** Where somebody looks, in parts of half an eye's width. */
export interface Gaze {
  readonly x: number;
  readonly y: number;
}

/** Both eyes with their lids, and glasses if worn. */
export function paintEyes(
  canvas: Canvas,
  frame: Frame,
  person: Person,
  expression: Expression,
  gaze: Gaze,
): void {
  for (const side of [-1, 1]) paintEye(canvas, frame, person, expression, gaze, side);
  if (person.glasses) paintGlasses(canvas, frame, person);
}

function paintEye(
  canvas: Canvas,
  frame: Frame,
  person: Person,
  expression: Expression,
  gaze: Gaze,
  side: number,
): void {
  const { skin, eyeSpacing, eyeWidth, eyeHeight } = person;
  const x = side * eyeSpacing;
  const upper = eyeHeight * Math.max(0.15, expression.upperLid);
  const lower = eyeHeight * 0.75 * Math.max(0.1, expression.lowerLid);
  const lid = (from: number, height: number) => (at: number) =>
    from + height * (1 - ((at - x) / eyeWidth) ** 2);

  // The hollow of the eye, a shade darker.
  paint(canvas, frame, ellipse(x, EYE_HEIGHT - 0.06, eyeWidth + 0.09, 0.16), {
    level: skin * 0.72,
    opacity: 0.45,
    softness: 0.16,
  });
  const opening = between(x - eyeWidth, x + eyeWidth, lid(EYE_HEIGHT, -upper), lid(EYE_HEIGHT, lower), {
    top: EYE_HEIGHT - upper,
    bottom: EYE_HEIGHT + lower,
  });
  paint(canvas, frame, opening, { level: Math.min(250, 0.55 * skin + 130) });
  const irisX = x + gaze.x * eyeWidth;
  const irisY = EYE_HEIGHT - 0.01 + gaze.y * eyeHeight;
  paint(canvas, frame, both(opening, ellipse(irisX, irisY, 0.06, 0.06)), { level: person.iris });
  paint(canvas, frame, both(opening, ellipse(irisX - 0.02, irisY - 0.025, 0.014, 0.014)), { level: 240 });

  // A control point of a Bézier curve is twice as far out as the curve's middle.
  const lash = stroke(
    [x - eyeWidth, EYE_HEIGHT],
    [x, EYE_HEIGHT - 2 * upper],
    [x + eyeWidth, EYE_HEIGHT],
    0.016,
    0.016,
  );
  paint(canvas, frame, lash, { level: Math.min(45, skin * 0.35), opacity: 0.9 });
  const under = stroke(
    [x - eyeWidth, EYE_HEIGHT],
    [x, EYE_HEIGHT + 2 * lower],
    [x + eyeWidth, EYE_HEIGHT],
    0.008,
    0.008,
  );
  paint(canvas, frame, under, { level: skin * 0.45, opacity: 0.6 });
  if (expression.lowerLid < 0.8) {
    // A raised cheek folds the skin below the eye.
    const fold = stroke([x - eyeWidth, 0.02], [x, 0.1], [x + eyeWidth, 0.02], 0.012, 0.012);
    paint(canvas, frame, fold, {
      level: skin * 0.55,
      opacity: 0.8 * (0.8 - expression.lowerLid),
      softness: 0.05,
    });
  }
}

function paintGlasses(canvas: Canvas, frame: Frame, { eyeSpacing, eyeWidth, headWidth }: Person): void {
  const rim = { level: 35, opacity: 0.9 };
  for (const side of [-1, 1]) {
    const x = side * eyeSpacing;
    paint(canvas, frame, outline(ellipse(x, EYE_HEIGHT, eyeWidth + 0.08, 0.19), 0.018), rim);
    const hinge = side * (eyeSpacing + eyeWidth + 0.08);
    const bow = stroke(
      [hinge, EYE_HEIGHT],
      [hinge, EYE_HEIGHT],
      [side * headWidth, EYE_HEIGHT - 0.03],
      0.015,
      0.015,
    );
    paint(canvas, frame, bow, rim);
  }
  const inner = eyeSpacing - eyeWidth - 0.08;
  paint(
    canvas,
    frame,
    stroke([-inner, EYE_HEIGHT], [0, EYE_HEIGHT - 0.05], [inner, EYE_HEIGHT], 0.015, 0.015),
    rim,
  );
}
