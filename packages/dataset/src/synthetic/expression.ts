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
