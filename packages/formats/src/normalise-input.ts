import { type ForeignModel, layer } from '@fer/core';

/** The layer that is put before the others. */
const NAME = 'input_normalization';

/** Puts `(x - mean) / deviation` of each channel before a network, as a batch normalization with these statistics. */
export function normaliseInput(
  model: ForeignModel,
  mean: readonly number[] | undefined,
  deviation: readonly number[] | undefined,
): ForeignModel {
  if (mean === undefined && deviation === undefined) return model;
  const { graph, tensors, inputShape } = model;
  const channels = inputShape[2];
  const [input] = Object.keys(graph.inputs ?? { input: inputShape });
  const first = layer(NAME, 'batchNormalization', { epsilon: 0, scale: false, center: false }, [input!]);
  // The first layer reads the input without saying so.
  const layers = graph.layers.map((one, index) => {
    if (one.inputs === undefined) return index === 0 ? { ...one, inputs: [NAME] } : one;
    return { ...one, inputs: one.inputs.map((name) => (name === input ? NAME : name)) };
  });
  const statistic = (numbers: readonly number[]) => ({ shape: [channels], data: Float32Array.from(numbers) });
  return {
    ...model,
    graph: { ...graph, layers: [first, ...layers] },
    tensors: new Map([
      [`${NAME}/moving_mean`, statistic(mean ?? new Array(channels).fill(0))],
      [
        `${NAME}/moving_variance`,
        statistic((deviation ?? new Array(channels).fill(1)).map((one) => one * one)),
      ],
      ...tensors,
    ]),
    notes: [...model.notes, `The mean and deviation of the input are a layer '${NAME}' now.`],
  };
}
