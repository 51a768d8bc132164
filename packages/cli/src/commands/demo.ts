import { resolve } from 'node:path';
import type { Weights } from '@fer/model';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { loadData } from '../data/load-data.ts';
import { DEMO_OPTIONS } from '../demo/demo-options.ts';
import { type NamedFace, nameFaces } from '../demo/name-faces.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import { withCommonOptions } from '../options/shared-options.ts';
import { openRegistry } from '../plugins/open-registry.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { renderNamedFace } from '../render/named-face.ts';
import type { Start } from '../start.ts';
import { lockOutput } from '../train/lock-output.ts';
import { makeFolder } from '../train/make-folder.ts';
import { assertFree, type OutputFolder, outputFolder } from '../train/output-folder.ts';
import { runTraining } from '../train/run-training.ts';
import { saveTrained, trainedWeights } from '../train/save-trained.ts';

interface DemoOptions {
  readonly out?: string;
}

export function addDemoCommand(program: Command, start: Start): void {
  withCommonOptions(
    program
      .command('demo')
      .description(
        'train on drawn faces, score the network, name a few faces: no data, no network, half a minute',
      )
      .option('--out <dir>', 'keep the weights in this new folder; default: nothing is left on disk'),
    [
      ['fer demo', 'see it work'],
      ['fer demo --out drawn', 'and keep the weights, for: fer evaluate --data synthetic --weights drawn'],
    ],
  ).action((options: DemoOptions) => start((context) => demo(options, context)));
}

async function demo({ out }: DemoOptions, context: CommandContext): Promise<undefined> {
  const [{ createRecognizer }, { selectTrainingRuntime }] = await Promise.all([
    import('@fer/model'),
    import('@fer/train'),
  ]);
  const opened = await openRegistry([], context.cwd);
  const { plugins } = opened;
  const runtime = await selectTrainingRuntime({ runtime: DEMO_OPTIONS.runtime, plugins });
  const folder = out === undefined ? undefined : outputFolder(resolve(context.cwd, out));
  if (folder) await assertFree(folder);

  context.print('Drawing 2,800 faces of nobody …');
  const dataset = await loadData(DEMO_OPTIONS.data, DEMO_OPTIONS, context);
  context.print(`Training ${DEMO_OPTIONS.architecture} on ${runtime.id} to read their expressions …`);
  const result = await runTraining(dataset, DEMO_OPTIONS, { ...opened, runtime }, context);
  const weights = trainedWeights(result, dataset, DEMO_OPTIONS);
  if (folder) await keep(weights, folder);

  const evaluation = await evaluateSplit(dataset, 'private', { weights, runtime: 'auto', plugins }, context);
  const fer = await createRecognizer({ weights, plugins, detector: false, signal: context.signal });
  let faces: NamedFace[];
  try {
    faces = await nameFaces(fer, context.signal);
  } finally {
    fer.dispose();
  }

  context.printJson({
    runtime: runtime.id,
    history: result.history,
    evaluation,
    faces: faces.map(({ drawn, face }) => ({ drawn, ...face })),
    out: folder?.path ?? null,
  });
  context.print(
    '',
    ...renderEvaluation(evaluation, context.style),
    '',
    ...faces.flatMap((face) => renderNamedFace(face, context.style, context.colours)),
    'Next: fer predict <your photo>, fer train --help',
  );
}

/** Saves the weights in a folder that is still new: another training may have come while this one ran. */
async function keep(weights: Weights, folder: OutputFolder): Promise<void> {
  await makeFolder(folder.path);
  const unlock = lockOutput(folder);
  try {
    await assertFree(folder);
    await saveTrained(folder, weights, DEMO_OPTIONS);
  } finally {
    unlock();
  }
}
