import type { Shape } from './shape.ts';

/** A square gray picture that is being painted. */
export interface Canvas {
  /** `[sizePx, sizePx]`; 0..255, but not cut to it until the picture is finished. */
  readonly levels: Float32Array;
  readonly sizePx: number;
}

/** Where the coordinates of a face lie on a canvas. */
export interface Frame {
  /** The origin, in pixels from the upper left corner. */
  readonly xPx: number;
  readonly yPx: number;
  /** Pixels of one unit. */
  readonly scalePx: number;
  /** Clockwise, in radians. */
  readonly angle: number;
  /** Width over which an edge fades, in pixels: 1 is as sharp as can be, more looks out of focus. */
  readonly edgePx: number;
}

export interface Paint {
  /** Gray level, 0..255. */
  readonly level: number;
  /** 0..1; default 1. */
  readonly opacity?: number;
  /** Width over which the edge fades, in units of the face; default 0, as sharp as the frame allows. */
  readonly softness?: number;
}

export function createCanvas(sizePx: number): Canvas {
  return { levels: new Float32Array(sizePx * sizePx), sizePx };
}

/** Paints a shape over what is there. */
export function paint({ levels, sizePx }: Canvas, frame: Frame, shape: Shape, how: Paint): void {
  const { level, opacity = 1, softness = 0 } = how;
  if (opacity <= 0) return;
  const { xPx, yPx, scalePx } = frame;
  const cosine = Math.cos(frame.angle) / scalePx;
  const sine = Math.sin(frame.angle) / scalePx;
  const fade = Math.max(frame.edgePx / scalePx, softness);
  const box = pixelBox(frame, shape, fade / 2, sizePx);

  for (let row = box.top; row < box.bottom; row++) {
    const downPx = row + 0.5 - yPx;
    for (let column = box.left; column < box.right; column++) {
      const rightPx = column + 0.5 - xPx;
      const distance = shape.distance(rightPx * cosine + downPx * sine, downPx * cosine - rightPx * sine);
      const cover = 0.5 - distance / fade;
      if (cover <= 0) continue;
      const at = row * sizePx + column;
      levels[at]! += (level - levels[at]!) * opacity * Math.min(1, cover);
    }
  }
}

/** The pixels that a shape can touch: the box around its turned bounds. */
function pixelBox(frame: Frame, { bounds }: Shape, margin: number, sizePx: number) {
  const middleX = (bounds.left + bounds.right) / 2;
  const middleY = (bounds.top + bounds.bottom) / 2;
  const halfX = (bounds.right - bounds.left) / 2 + margin;
  const halfY = (bounds.bottom - bounds.top) / 2 + margin;
  const cosine = Math.cos(frame.angle) * frame.scalePx;
  const sine = Math.sin(frame.angle) * frame.scalePx;
  const centreX = frame.xPx + middleX * cosine - middleY * sine;
  const centreY = frame.yPx + middleX * sine + middleY * cosine;
  const reachX = Math.abs(halfX * cosine) + Math.abs(halfY * sine);
  const reachY = Math.abs(halfX * sine) + Math.abs(halfY * cosine);
  return {
    left: Math.max(0, Math.floor(centreX - reachX)),
    top: Math.max(0, Math.floor(centreY - reachY)),
    right: Math.min(sizePx, Math.ceil(centreX + reachX)),
    bottom: Math.min(sizePx, Math.ceil(centreY + reachY)),
  };
}
