import { expect, it } from 'vitest';
import { FaceTracks, KEPT_MS } from './track-faces.ts';

const face = (x: number, y = 0, size = 100) => ({ box: { x, y, width: size, height: size } });
/** With eyes that are 40 apart. */
const withEyes = (x: number, box = face(x).box) => ({
  box,
  points: { rightEye: { x: x + 30, y: 40 }, leftEye: { x: x + 70, y: 40 } },
});

it('follows faces by their overlap, whatever their order', () => {
  const tracks = new FaceTracks();
  expect(tracks.update([face(0), face(300)], 0).ids).toEqual([1, 2]);
  expect(tracks.update([face(320), face(10), face(600)], 40).ids).toEqual([2, 1, 3]);
  expect(tracks.update([face(600), face(330), face(20)], 80).ids).toEqual([3, 2, 1]);
});

it('gives a face to the track that it overlaps most, and no track twice', () => {
  const tracks = new FaceTracks();
  tracks.update([face(0), face(50)], 0);
  expect(tracks.update([face(45), face(10)], 40).ids).toEqual([2, 1]);
  expect(tracks.update([face(45), face(46)], 80).ids).toEqual([2, 1]);
});

it('falls back on the eyes where boxes do not overlap enough, up to their distance', () => {
  const tracks = new FaceTracks();
  tracks.update([withEyes(0)], 0);
  const small = { x: 60, y: 20, width: 40, height: 40 };
  expect(tracks.update([withEyes(35, small)], 40).ids).toEqual([1]);
  expect(tracks.update([withEyes(80, { ...small, x: 200 })], 80).ids).toEqual([2]);
  expect(tracks.update([face(900)], 120).ids).toEqual([3]);
});

it('keeps a face that is missed for a while, and then says that it is gone', () => {
  const tracks = new FaceTracks();
  tracks.update([face(0)], 0);
  expect(tracks.update([], KEPT_MS - 1)).toEqual({ ids: [], gone: [] });
  expect(tracks.update([face(5)], KEPT_MS)).toEqual({ ids: [1], gone: [] });
  expect(tracks.update([face(5)], 2 * KEPT_MS + 1)).toEqual({ ids: [2], gone: [1] });
});
