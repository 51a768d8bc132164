import { describeValue, EMOTIONS, FerError, UNLABELLED } from '@fer/core';

/** What outputs and labels stand for. */
export interface LabelNames {
  /** The network's outputs, in order; default: `EMOTIONS`. */
  readonly labels?: readonly string[];
  /** What the labels of the data are indices of; default: `EMOTIONS`. With FER+ they may be `FER_PLUS_LABELS`. */
  readonly dataLabels?: readonly string[];
}

/** Names of the options, for `assertOptions`. */
export const LABEL_NAMES = {
  labels: true,
  dataLabels: true,
} as const satisfies Record<keyof LabelNames, true>;

/**
 * The data's labels as indices of the network's outputs.
 *
 * @param actual `[count]`, indices of `dataLabels`
 * @returns `[count]`, indices of `labels`
 * @throws FerError `FER_DATA_EMPTY`; `FER_INVALID_ARGUMENT` if an image has no label or one that the network does not know
 */
export function outputIndices(
  actual: Uint8Array,
  { labels = EMOTIONS, dataLabels = EMOTIONS }: LabelNames = {},
): Uint8Array {
  if (actual.length === 0) throw new FerError('FER_DATA_EMPTY', 'There are no images to evaluate on.');
  const outputs = dataLabels.map((name) => labels.indexOf(name));
  return actual.map((label, image) => {
    const output = outputs[label] ?? -1;
    if (output >= 0) return output;
    const name = dataLabels[label] ?? (label === UNLABELLED ? 'no label' : `the label ${label}`);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `Image ${image} has ${name}, which is none of the network's labels: ${labels.join(', ')}. Leave such images out.`,
      { details: { image, label, labels } },
    );
  });
}

/** @throws FerError `FER_INVALID_ARGUMENT` unless there is a row of probabilities for each label */
export function assertRows(
  probabilities: Float32Array,
  count: number,
  classes: number,
  subject: string,
): void {
  if (probabilities instanceof Float32Array && probabilities.length === count * classes) return;
  const given =
    probabilities instanceof Float32Array ? `${probabilities.length}` : describeValue(probabilities);
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: the probabilities must be a Float32Array of ${count} images × ${classes} labels, but are ${given}.`,
    { details: { count, classes } },
  );
}
