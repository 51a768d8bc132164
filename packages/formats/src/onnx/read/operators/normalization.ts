import { tensorOf } from '../../../layer-list.ts';
import type { OperatorReader } from '../operation.ts';
import { fileShape } from '../value.ts';
import { perChannel } from './per-channel.ts';

/** `BatchNormalization` with the statistics of a training: scale, bias, mean, variance, `[channels]` each. */
export const readBatchNormalization: OperatorReader = (operation) => {
  const feature = operation.feature();
  operation.demand('training_mode', 0);
  operation.demand('spatial', 1);
  operation.ignore('momentum', 'is_test');
  const channels = fileShape(feature)[0] ?? 0;
  const statistics = [1, 2, 3, 4].map((index) => {
    const constant = operation.constant(index);
    if (constant.data.length !== channels || channels === 0) {
      throw operation.misshapen(index, constant, `[${channels}], one number a channel`);
    }
    return { data: constant.data, shape: [channels, ...feature.axes.slice(1).map(() => 1)] };
  });
  const { feature: from, channels: width, values } = perChannel(operation, feature, statistics);
  const [gamma, beta, moving_mean, moving_variance] = values.map((data) => tensorOf([width], data));
  const layer = operation.add(
    [from],
    'batchNormalization',
    { epsilon: operation.float('epsilon', 1e-5) },
    { gamma: gamma!, beta: beta!, moving_mean: moving_mean!, moving_variance: moving_variance! },
  );
  return { ...from, layer };
};
