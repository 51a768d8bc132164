import type { LayerWriter } from '../layer-context.ts';

/** Keras' and tfjs-layers' default. */
const DEFAULT_EPSILON = 1e-3;

/** Left as an operator of its own: engines fold it into the convolution before it. */
export const writeBatchNormalization: LayerWriter = ({ builder, node, inputs, weight }) => {
  const mean = weight('moving_mean')!;
  const add = (name: string, fallback: number): string => {
    const data = weight(name)?.data ?? new Float32Array(mean.data.length).fill(fallback);
    return builder.addFloats(`${node.name}/${name}`, mean.shape, data);
  };
  const operands = [add('gamma', 1), add('beta', 0), add('moving_mean', 0), add('moving_variance', 1)];
  const epsilon = Number(node.config.epsilon ?? DEFAULT_EPSILON);
  return builder.add(node.name, 'BatchNormalization', [inputs[0]!, ...operands], {
    epsilon: { float: epsilon },
  });
};
