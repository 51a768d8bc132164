import type { LabelledImages } from '@fer/core';

/** The images from row `first` up to and without row `end`, as views on the same memory. */
export function viewRows(data: LabelledImages, first: number, end: number): LabelledImages {
  const { width, height } = data;
  const area = width * height;
  const classes = classesOf(data);
  return {
    width,
    height,
    count: end - first,
    images: data.images.subarray(first * area, end * area),
    labels: data.labels.subarray(first, end),
    ...(data.targets && { targets: data.targets.subarray(first * classes, end * classes) }),
  };
}

/** Copies of the images of some rows, in the order given. */
export function copyRows(data: LabelledImages, rows: readonly number[]): LabelledImages {
  const { width, height } = data;
  const area = width * height;
  const classes = classesOf(data);
  const images = new Uint8Array(rows.length * area);
  const targets = data.targets && new Float32Array(rows.length * classes);
  for (const [to, row] of rows.entries()) {
    images.set(data.images.subarray(row * area, (row + 1) * area), to * area);
    targets?.set(data.targets!.subarray(row * classes, (row + 1) * classes), to * classes);
  }
  const labels = Uint8Array.from(rows, (row) => data.labels[row]!);
  return { width, height, count: rows.length, images, labels, ...(targets && { targets }) };
}

function classesOf({ targets, count }: LabelledImages): number {
  return targets === undefined ? 0 : targets.length / count;
}
