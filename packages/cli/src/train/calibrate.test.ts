import { createRandom, EMOTIONS, type LabelledImages } from '@fer/core';
import { createSyntheticDataset, selectSplit } from '@fer/dataset';
import { applyTemperature, loadModel, predictImages, type Weights, weightSpecs } from '@fer/model';
import { initializeWeights } from '@fer/train';
import { describe, expect, it } from 'vitest';
import { demoPlugin } from '../demo/demo-architecture.ts';
import { calibrateWeights } from './calibrate.ts';

const [demoCnn] = demoPlugin.contributes.architectures;
const { id, input, defaults, build } = demoCnn;
const weights: Weights = {
  architecture: { id, config: defaults },
  labels: EMOTIONS,
  input,
  licence: 'CC0-1.0',
  tensors: initializeWeights(weightSpecs(build(defaults, EMOTIONS.length), input), 3),
};
const faces = selectSplit(createSyntheticDataset({ seed: 2 }), 'training');

/** Images whose labels follow from the network's answers to them. */
async function labelled(
  labelOf: (probabilities: Float32Array, image: number) => number,
): Promise<LabelledImages> {
  const model = await loadModel({ weights, plugins: [demoPlugin] });
  const answers = applyTemperature(await predictImages(model.network, faces, { input }), EMOTIONS.length, 2);
  model.dispose();
  const labels = Uint8Array.from({ length: faces.count }, (_, image) =>
    labelOf(answers.subarray(image * EMOTIONS.length, (image + 1) * EMOTIONS.length), image),
  );
  return { ...faces, labels };
}

const calibrate = (images: LabelledImages) =>
  calibrateWeights(weights, { images, labels: EMOTIONS, name: 'drawn public', plugins: [demoPlugin] });

describe('calibrateWeights', () => {
  it('finds the temperature at which labels were drawn', async () => {
    const random = createRandom(1);
    const images = await labelled((probabilities) => {
      const drawn = random.next();
      let sum = 0;
      const label = probabilities.findIndex((probability) => {
        sum += probability;
        return drawn < sum;
      });
      return label < 0 ? 0 : label;
    });
    const { calibration } = await calibrate(images);
    expect(calibration!.fittedOn).toBe('drawn public');
    expect(calibration!.temperature).toBeGreaterThan(1.4);
    expect(calibration!.temperature).toBeLessThan(2.8);
  });

  it('finds none where every answer is right', async () => {
    const right = await labelled((probabilities) => probabilities.indexOf(Math.max(...probabilities)));
    expect(await calibrate(right)).toBe(weights);
  });
});
