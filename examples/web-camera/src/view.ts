/** Which square of a picture is looked at. */
export interface View {
  /** 1 shows the largest square that fits; 2 shows half of its side. */
  readonly zoom: number;
  /** The middle of the square, 0..1 of the picture's width and height. */
  readonly centerX: number;
  readonly centerY: number;
}

export const WHOLE: View = { zoom: 1, centerX: 0.5, centerY: 0.5 };

/** A square in pixels of the picture. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The square that a view shows; it always lies inside the picture. */
export function squareOf(width: number, height: number, { zoom, centerX, centerY }: View): Square {
  const side = Math.min(width, height) / zoom;
  return {
    x: clamp(centerX * width - side / 2, 0, width - side),
    y: clamp(centerY * height - side / 2, 0, height - side),
    side,
  };
}

/** Moves a view, by shares of the square's side; it stops where the picture ends. */
export function moveView(width: number, height: number, view: View, right: number, down: number): View {
  const { x, y, side } = squareOf(width, height, view);
  return {
    zoom: view.zoom,
    centerX: (clamp(x + right * side, 0, width - side) + side / 2) / width,
    centerY: (clamp(y + down * side, 0, height - side) + side / 2) / height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
