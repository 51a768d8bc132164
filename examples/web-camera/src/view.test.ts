import { describe, expect, it } from 'vitest';
import { moveView, squareOf, WHOLE } from './view.ts';

describe('the view of a picture', () => {
  it('is the largest square in the middle at first', () => {
    expect(squareOf(400, 300, WHOLE)).toEqual({ x: 50, y: 0, side: 300 });
  });

  it('gets smaller about its middle when zoomed', () => {
    expect(squareOf(400, 300, { ...WHOLE, zoom: 3 })).toEqual({ x: 150, y: 100, side: 100 });
  });

  it('never leaves the picture', () => {
    expect(squareOf(400, 300, { zoom: 2, centerX: 0, centerY: 1 })).toEqual({ x: 0, y: 150, side: 150 });
  });

  it('moves by shares of its side, and back at once after it ran into an edge', () => {
    const zoomed = { ...WHOLE, zoom: 3 };
    expect(squareOf(400, 300, moveView(400, 300, zoomed, 0.5, 0))).toMatchObject({ x: 200, y: 100 });
    const atEdge = moveView(400, 300, zoomed, 50, 0);
    expect(squareOf(400, 300, moveView(400, 300, atEdge, -0.5, 0))).toMatchObject({ x: 250 });
  });
});
