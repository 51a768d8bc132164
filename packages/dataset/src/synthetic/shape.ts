/**
 * A region of the plane. Units are those of a face: 1 is half the height of a head, x right, y down.
 * `distance` is negative inside, positive outside, and near the outline about the distance to it, so that an edge can
 * be drawn smooth without supersampling (signed distances: Quilez, iquilezles.org/articles/distfunctions2d).
 */
export interface Shape {
  /** Nothing is painted outside of this box. */
  readonly bounds: Bounds;
  distance(x: number, y: number): number;
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Farther than any canvas reaches. */
export const UNBOUNDED: Bounds = { left: -8, top: -8, right: 8, bottom: 8 };

/** An ellipse with its axes along x and y. */
export function ellipse(x: number, y: number, radiusX: number, radiusY: number): Shape {
  const perX = 1 / radiusX;
  const perY = 1 / radiusY;
  return {
    bounds: { left: x - radiusX, top: y - radiusY, right: x + radiusX, bottom: y + radiusY },
    distance(atX, atY) {
      // The implicit function over the length of its gradient: a distance of first order (Taubin 1994).
      const u = (atX - x) * perX;
      const v = (atY - y) * perY;
      const gradient = 2 * Math.sqrt(u * u * perX * perX + v * v * perY * perY);
      return (u * u + v * v - 1) / (gradient + 1e-9);
    },
  };
}

/** What lies between two curves above each other, from `left` to `right`. */
export function between(
  left: number,
  right: number,
  upper: (x: number) => number,
  lower: (x: number) => number,
  vertical: { readonly top: number; readonly bottom: number },
): Shape {
  const step = 1e-3;
  return {
    bounds: { left, right, ...vertical },
    distance(x, y) {
      const inside = Math.min(right, Math.max(left, x));
      const top = upper(inside);
      const bottom = lower(inside);
      const above = top - y > y - bottom;
      const curve = above ? upper : lower;
      const near = Math.max(left + step, Math.min(right - step, inside));
      const slope = (curve(near + step) - curve(near - step)) / (2 * step);
      // Where a curve is steep a small distance would reach far up and down beside it, hence the limit.
      const outside = (above ? top - y : y - bottom) / Math.sqrt(1 + Math.min(4, slope * slope));
      return Math.max(outside, left - x, x - right);
    },
  };
}

/** A point of a curve and how thick the line is there. */
export type Point = readonly [x: number, y: number];

const SEGMENTS = 6;

/** A line along a quadratic Bézier curve; its half width runs evenly from `startRadius` to `endRadius`. */
export function stroke(
  start: Point,
  control: Point,
  end: Point,
  startRadius: number,
  endRadius: number,
): Shape {
  const xs = new Float64Array(SEGMENTS + 1);
  const ys = new Float64Array(SEGMENTS + 1);
  for (let i = 0; i <= SEGMENTS; i++) {
    const t = i / SEGMENTS;
    xs[i] = (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t * t * end[0];
    ys[i] = (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t * t * end[1];
  }
  const radius = Math.max(startRadius, endRadius);
  return {
    bounds: {
      left: Math.min(...xs) - radius,
      top: Math.min(...ys) - radius,
      right: Math.max(...xs) + radius,
      bottom: Math.max(...ys) + radius,
    },
    distance(x, y) {
      let nearest = Number.POSITIVE_INFINITY;
      let place = 0;
      for (let i = 0; i < SEGMENTS; i++) {
        const alongX = xs[i + 1]! - xs[i]!;
        const alongY = ys[i + 1]! - ys[i]!;
        const fromX = x - xs[i]!;
        const fromY = y - ys[i]!;
        const projected = (fromX * alongX + fromY * alongY) / (alongX * alongX + alongY * alongY + 1e-12);
        const t = projected < 0 ? 0 : Math.min(1, projected);
        const dx = fromX - t * alongX;
        const dy = fromY - t * alongY;
        const squared = dx * dx + dy * dy;
        if (squared >= nearest) continue;
        nearest = squared;
        place = i + t;
      }
      return Math.sqrt(nearest) - startRadius - ((endRadius - startRadius) * place) / SEGMENTS;
    },
  };
}

/** No edge fades over more than this, so that farther out the distance need not be exact. */
const WIDEST_FADE = 0.5;

/** What both have in common; quickest if `a` is the smaller one. */
export function both(a: Shape, b: Shape): Shape {
  return {
    bounds: {
      left: Math.max(a.bounds.left, b.bounds.left),
      top: Math.max(a.bounds.top, b.bounds.top),
      right: Math.min(a.bounds.right, b.bounds.right),
      bottom: Math.min(a.bounds.bottom, b.bounds.bottom),
    },
    distance(x, y) {
      const distance = a.distance(x, y);
      return distance > WIDEST_FADE ? distance : Math.max(distance, b.distance(x, y));
    },
  };
}

/** A line of half width `radius` along the outline. */
export function outline(shape: Shape, radius: number): Shape {
  const { left, top, right, bottom } = shape.bounds;
  return {
    bounds: { left: left - radius, top: top - radius, right: right + radius, bottom: bottom + radius },
    distance: (x, y) => Math.abs(shape.distance(x, y)) - radius,
  };
}
