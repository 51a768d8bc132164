import { isRelaxedSimdSupported, isWasmSimdSupported } from '@fer/backend-wasm/inference';
import { type Batch, FerError, type Plugin, scaleToRange } from '@fer/core';
import { applyTemperature, type LoadedModel, loadModel, type Weights } from '@fer/model';
import type { TrainConfig } from './config.ts';
import { DISTILLATION_DEFAULTS, type DistillationConfig, type DistillationOptions } from './distillation.ts';
import type { TaughtAnswers } from './loss.ts';
import { tensorsDigest } from './tensors-digest.ts';

/** Teachers that are loaded into the compiled engine, whatever trains. */
export interface Teachers {
  /** @param batch as the network in training sees it, augmented and mixed */
  answer(batch: Batch): Promise<TaughtAnswers>;
  dispose(): void;
}

export async function resolveDistillation({
  teachers,
  temperature = DISTILLATION_DEFAULTS.temperature,
  share = DISTILLATION_DEFAULTS.share,
}: DistillationOptions): Promise<DistillationConfig> {
  return {
    teachers: await Promise.all(
      teachers.map(async ({ architecture, tensors }) => ({
        architecture: architecture.id,
        sha256: await tensorsDigest(tensors),
      })),
    ),
    temperature,
    share,
    rounding: await roundingOfTeachers(),
  };
}

async function roundingOfTeachers(): Promise<string> {
  if (!(await isWasmSimdSupported())) return 'scalar';
  return (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd';
}

/**
 * @throws FerError `FER_INVALID_ARGUMENT` for a teacher of other labels or another size of input; as `loadModel`
 */
export async function loadTeachers(
  weights: readonly Weights[],
  { temperature, share }: DistillationConfig,
  config: Pick<TrainConfig, 'labels' | 'input'>,
  plugins?: readonly Plugin[],
): Promise<Teachers> {
  for (const [index, teacher] of weights.entries()) assertTeaches(teacher, index, config);
  const models: LoadedModel[] = [];
  const dispose = () => {
    for (const model of models) model.dispose();
  };
  try {
    for (const teacher of weights) {
      models.push(await loadModel({ weights: teacher, plugins, runtime: ['wasm', 'cpu'], onWarning: false }));
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    async answer({ images, size }) {
      const probabilities = new Float32Array(size * config.labels.length);
      for (const { network, weights: teacher } of models) {
        const answers = await network.predict(scaleToRange(images, teacher.input.range), size);
        const softened = applyTemperature(answers, config.labels.length, temperature);
        for (let i = 0; i < softened.length; i++) probabilities[i]! += softened[i]! / models.length;
      }
      return { probabilities, temperature, share };
    },
    dispose,
  };
}

function assertTeaches(
  { labels, input, architecture }: Weights,
  index: number,
  config: Pick<TrainConfig, 'labels' | 'input'>,
): void {
  const size = ({ width, height, channels }: Weights['input']) => `${width}×${height}×${channels}`;
  const isSame =
    labels.length === config.labels.length && labels.every((label, i) => label === config.labels[i]);
  const [what, expected, received] = !isSame
    ? ['labels', config.labels.join(', '), labels.join(', ')]
    : ['input', size(config.input), size(input)];
  if (expected === received && isSame) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `train: the teacher '${architecture.id}' (\`distillation.teachers[${index}]\`) must have the ${what} of the network ` +
      `that learns from it, ${expected}, but has ${received}.`,
    { details: { option: `distillation.teachers[${index}].${what}`, expected, received } },
  );
}
