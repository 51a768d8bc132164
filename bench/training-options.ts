/**
 * What the options of `train` cost that make a network better: an epoch with averaged weights, mixup and strong
 * augmentation, and one with a teacher too, beside one without any of it. Random weights, random pictures; the three
 * are trained in turns, and each is compared with the plain one of its own round.
 *
 *   node --conditions=@fer/source --import tsx bench/training-options.ts [--batch 64] [--steps 20] [--rounds 7]
 *     [--relaxed] [--json <file>]
 */
import { parseArgs } from 'node:util';
import { createRandom, EMOTIONS } from '@fer/core';
import { createBatches, strongAugmentation } from '@fer/dataset';
import { ferNet, type Weights, weightSpecs } from '@fer/model';
import { initializeWeights, type TrainOptions, train } from '@fer/train';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { type Summary, summarize } from './support/statistics.ts';

/** Of each training, before its steps count. */
const WARM_UP_STEPS = 4;

const { values: options } = parseArgs({
  options: {
    batch: { type: 'string', default: '64' },
    steps: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '7' },
    relaxed: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
if (options.relaxed) await requireRelaxedSimd();

/** What one way to train costs. */
interface OptionsResult {
  readonly name: string;
  /** Milliseconds of a step, drawing its batch included. */
  readonly ms: Summary;
  /** Times as long as the plain step of the same round. */
  readonly ratio: Summary;
}

const batchSize = Number(options.batch);
const better = { ema: {}, mixup: {} } as const;
const ways: Readonly<Record<string, { augmented: boolean; options: Partial<TrainOptions> }>> = {
  plain: { augmented: false, options: {} },
  'ema, mixup, strong augmentation': { augmented: true, options: better },
  'the same with one teacher': {
    augmented: true,
    options: { ...better, distillation: { teachers: [randomTeacher()] } },
  },
};

const rounds: Record<string, number>[] = [];
for (let round = 0; round < Number(options.rounds); round++) {
  const times: Record<string, number> = {};
  // Not always in the same order: a machine may grow slower or faster.
  const names = Object.keys(ways);
  for (const name of round % 2 === 0 ? names : names.reverse()) times[name] = await millisecondsOfStep(name);
  rounds.push(times);
}
const results: OptionsResult[] = Object.keys(ways).map((name) => ({
  name,
  ms: summarize(rounds.map((times) => times[name]!)),
  ratio: summarize(rounds.map((times) => times[name]! / times.plain!)),
}));
writeReport<OptionsResult>(
  { bench: 'training-options', machine: await describeMachine(), options, results },
  options.json,
  () =>
    results.map(({ name, ms, ratio }) => ({
      training: name,
      'ms a step': ms.median.toFixed(1),
      'times the plain one': ratio.median.toFixed(3),
    })),
);

async function millisecondsOfStep(name: string): Promise<number> {
  const { augmented, options: some } = ways[name]!;
  const steps = WARM_UP_STEPS + Number(options.steps);
  const images = randomImages(batchSize * steps);
  let startedAt = 0;
  let endedAt = 0;
  await train({
    architecture: ferNet,
    batches: createBatches(images, {
      batchSize,
      seed: 1,
      augment: augmented ? strongAugmentation() : undefined,
    }),
    epochs: 1,
    optimizer: { type: 'sgd' },
    onProgress(event) {
      if (event.type !== 'step') return;
      if (event.step === WARM_UP_STEPS - 1) startedAt = performance.now();
      endedAt = performance.now();
    },
    ...some,
  });
  return (endedAt - startedAt) / Number(options.steps);
}

function randomImages(count: number) {
  const random = createRandom(1);
  const images = Uint8Array.from({ length: count * 48 * 48 }, () => random.integer(256));
  const labels = Uint8Array.from({ length: count }, () => random.integer(EMOTIONS.length));
  return { images, labels, count, width: 48, height: 48 };
}

function randomTeacher(): Weights {
  const { id, defaults, input, build } = ferNet;
  const tensors = initializeWeights(weightSpecs(build(defaults, EMOTIONS.length), input), 1);
  return { architecture: { id, config: defaults }, labels: EMOTIONS, input, licence: 'CC0-1.0', tensors };
}
