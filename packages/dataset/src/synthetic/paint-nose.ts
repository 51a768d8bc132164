import { type Canvas, type Frame, paint } from './canvas.ts';
import type { Expression } from './expression.ts';
import type { Person } from './person.ts';
import { ellipse, stroke } from './shape.ts';

/** Nose, its wrinkles, and the folds that run from it to the corners of the mouth. */
export function paintNose(
  canvas: Canvas,
  frame: Frame,
  person: Person,
  expression: Expression,
  lightSide: number,
): void {
  const { skin, noseWidth, mouthHeight } = person;
  const { noseWrinkle, cheekFold, mouthWidth, cornerLift } = expression;
  const tip = person.noseLength - 0.05 * noseWrinkle;
  const shadowSide = lightSide > 0 ? -1 : 1;

  paint(
    canvas,
    frame,
    stroke([shadowSide * 0.06, -0.15], [shadowSide * 0.05, 0.05], [shadowSide * noseWidth, tip], 0.02, 0.03),
    {
      level: skin * 0.7,
      opacity: 0.55,
      softness: 0.06,
    },
  );
  paint(canvas, frame, ellipse(-shadowSide * 0.02, tip - 0.08, 0.045, 0.1), {
    level: skin * 1.2,
    opacity: 0.5,
    softness: 0.08,
  });
  for (const side of [-1, 1]) {
    const wing = stroke(
      [side * noseWidth, tip - 0.05],
      [side * (noseWidth + 0.03), tip + 0.03],
      [side * noseWidth * 0.6, tip + 0.03],
      0.012,
      0.012,
    );
    paint(canvas, frame, wing, { level: skin * 0.6, opacity: 0.8, softness: 0.03 });
    paint(canvas, frame, ellipse(side * noseWidth * 0.5, tip + 0.025, 0.03, 0.016), {
      level: skin * 0.3,
      opacity: 0.85,
    });
    if (noseWrinkle > 0.1) {
      for (const y of [-0.1, -0.03, 0.04]) {
        const wrinkle = stroke(
          [side * 0.02, y + 0.02],
          [side * 0.08, y - 0.02],
          [side * 0.13, y + 0.05],
          0.012,
          0.008,
        );
        paint(canvas, frame, wrinkle, { level: skin * 0.5, opacity: 0.75 * noseWrinkle, softness: 0.03 });
      }
    }
    const fold = stroke(
      [side * (noseWidth + 0.04), tip - 0.04],
      [side * (mouthWidth + 0.06), tip + 0.06],
      [side * (mouthWidth + 0.08), mouthHeight - cornerLift * 0.6],
      0.014,
      0.01,
    );
    paint(canvas, frame, fold, { level: skin * 0.55, opacity: 0.7 * Math.min(1, cheekFold), softness: 0.05 });
  }
}
