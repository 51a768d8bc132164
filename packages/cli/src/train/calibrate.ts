import type { LabelledImages, Plugin } from '@fer/core';
import type { Weights } from '@fer/model';

/** Of fewer pictures of one's own a temperature says nothing: 20 of which 19 are right fit many. */
export const LEAST_OWN_PICTURES = 100;

/** What weights are calibrated on, and what runs them. */
export interface CalibrationData {
  /** The images that the best epoch was chosen by. */
  readonly images: LabelledImages;
  /** The names of the images' classes. */
  readonly labels: readonly string[];
  /** What to call them in the manifest: `fer2013 public`. */
  readonly name: string;
  readonly plugins: readonly Plugin[];
  readonly signal?: AbortSignal;
}

/**
 * Weights with the temperature that suits their answers to some images; as they are where every answer is right, so that
 * no temperature is too low, or as bad as guessing.
 *
 * @throws FerError as `loadModel` and `predictImages`; the reason of `signal`
 */
export async function calibrateWeights(
  weights: Weights,
  { images, labels, name, plugins, signal }: CalibrationData,
): Promise<Weights> {
  const { fitTemperature, loadModel, predictImages, TEMPERATURE_LIMITS } = await import('@fer/model');
  const model = await loadModel({ weights, plugins, onWarning: false, signal });
  try {
    const probabilities = await predictImages(model.network, images, { input: weights.input, signal });
    const temperature = fitTemperature(probabilities, images.labels, {
      labels: weights.labels,
      dataLabels: labels,
    });
    const { lowest, highest } = TEMPERATURE_LIMITS;
    const isBound = temperature < lowest * 1.01 || temperature > highest * 0.99;
    return isBound ? weights : { ...weights, calibration: { temperature, fittedOn: name } };
  } finally {
    model.dispose();
  }
}
