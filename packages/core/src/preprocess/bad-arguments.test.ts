import { describe, expect, it } from 'vitest';
import { FerError } from '../errors.ts';
import type { InputSpec } from '../input-spec.ts';
import { cropGray, cropRegion } from './crop.ts';
import { toGray } from './grayscale.ts';
import { scaleToRange } from './normalize.ts';
import { preprocessFace } from './preprocess-face.ts';
import { resizeGray, resizeRows } from './resize.ts';

const spec: InputSpec = { width: 4, height: 4, channels: 1, resize: 'bilinear-antialias', range: [0, 1] };
const image = { data: new Uint8Array(6), width: 3, height: 2, channels: 1 } as const;
const gray = { data: new Float32Array(6), width: 3, height: 2 };
const size = { width: 4, height: 4 };
const box = { x: 0, y: 0, width: 3, height: 2 };
const nothing = undefined as never;

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return FerError.isInstance(error) ? error.code : String(error);
  }
};

describe('FER_IMAGE_INVALID', () => {
  it.each<[string, () => unknown]>([
    ['toGray of nothing', () => toGray(nothing)],
    ['cropGray of an image that is too short', () => cropGray({ ...image, height: 3 }, box)],
    ['preprocessFace of nothing', () => preprocessFace(nothing, spec)],
    ['resizeGray of nothing', () => resizeGray(nothing, size)],
    ['resizeGray of bytes', () => resizeGray({ ...gray, data: image.data as never }, size)],
    ['resizeGray of an image that is too short', () => resizeGray({ ...gray, height: 3 }, size)],
    ['resizeGray of an image without a size', () => resizeGray({ ...gray, width: Number.NaN }, size)],
    [
      'resizeGray of a size that is no number',
      () => resizeGray({ ...gray, width: Object.create(null) }, size),
    ],
    [
      'resizeRows of a row that is too short',
      () => resizeRows({ ...gray, row: () => new Float32Array(2) }, size),
    ],
    ['resizeRows without rows', () => resizeRows({ width: 3, height: 2 } as never, size)],
    ['resizeRows of nothing', () => resizeRows(nothing, size)],
  ])('for %s', (_, run) => {
    expect(codeOf(run)).toBe('FER_IMAGE_INVALID');
  });
});

describe('FER_INVALID_ARGUMENT', () => {
  it.each<[string, () => unknown]>([
    ['cropRegion without a box', () => cropRegion(image, nothing)],
    ['cropRegion of an odd box', () => cropRegion(image, { ...box, x: Object.create(null) })],
    ['scaleToRange without levels', () => scaleToRange(nothing, [0, 1])],
    ['scaleToRange of 16 bits', () => scaleToRange(new Uint16Array(4) as never, [0, 1])],
    ['scaleToRange to nothing', () => scaleToRange(gray.data, nothing)],
    ['scaleToRange to infinity', () => scaleToRange(gray.data, [0, Number.POSITIVE_INFINITY])],
    ['scaleToRange to more than float32 holds', () => scaleToRange(gray.data, [-3e38, 3e38])],
    ['scaleToRange to odd objects', () => scaleToRange(gray.data, [0, Object.create(null)])],
    ['scaleToRange to texts', () => scaleToRange(gray.data, ['0', '1'] as never)],
    ['scaleToRange into bytes', () => scaleToRange(gray.data, [0, 1], new Uint8Array(6) as never)],
    ['preprocessFace for nothing', () => preprocessFace(image, nothing)],
    ['preprocessFace for 4 channels', () => preprocessFace(image, { ...spec, channels: 4 as never })],
    [
      'preprocessFace by another filter',
      () => preprocessFace(image, { ...spec, resize: 'bicubic' as never }),
    ],
    ['preprocessFace to a range of NaN', () => preprocessFace(image, { ...spec, range: [0, Number.NaN] })],
    ['preprocessFace to half a pixel', () => preprocessFace(image, { ...spec, width: 0.5 })],
    ['preprocessFace to a gigapixel', () => preprocessFace(image, { ...spec, height: 2 ** 30 })],
    ['resizeGray without options', () => resizeGray(gray, nothing)],
    ['resizeGray to nothing', () => resizeGray(gray, { ...size, width: 0 })],
    ['resizeGray to a text', () => resizeGray(gray, { ...size, height: '4' as never })],
    ['resizeGray of an unknown option', () => resizeGray(gray, { ...size, boks: box } as never)],
    ['resizeGray of a box beyond', () => resizeGray(gray, { ...size, box: { ...box, x: 1 } })],
    ['resizeGray of a box before', () => resizeGray(gray, { ...size, box: { ...box, y: -1 } })],
    ['resizeGray of an empty box', () => resizeGray(gray, { ...size, box: { ...box, width: 0 } })],
    ['resizeGray of a box of NaN', () => resizeGray(gray, { ...size, box: { ...box, height: Number.NaN } })],
    ['resizeGray of a box of bigints', () => resizeGray(gray, { ...size, box: { ...box, x: 1n as never } })],
    ['resizeGray of a box of null', () => resizeGray(gray, { ...size, box: null as never })],
  ])('for %s', (_, run) => {
    expect(codeOf(run)).toBe('FER_INVALID_ARGUMENT');
  });
});
