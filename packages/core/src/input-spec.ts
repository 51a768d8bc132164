/** Of what a network sees, in pixels. */
export type InputSize = Pick<InputSpec, 'width' | 'height'>;

/** What a network expects to see. It travels with the weights, because networks differ. */
export interface InputSpec {
  readonly width: number;
  readonly height: number;
  /** 1 is gray, 3 is red, green and blue. */
  readonly channels: 1 | 3;
  /** How a face is brought to this size: bilinear at half-pixel centres, antialiased when shrinking. */
  readonly resize: 'bilinear-antialias';
  /** The interval that gray levels 0..255 are mapped to, linearly: `[0, 1]` or `[-1, 1]`, say. */
  readonly range: readonly [number, number];
}
