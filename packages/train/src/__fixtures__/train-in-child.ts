import { writeFile } from 'node:fs/promises';
import { createNodeCheckpointStore } from '../node-checkpoint-store.ts';
import { train } from '../train.ts';
import { bitsOf, longTinyOptions } from './tiny-training.ts';

/** Trains in a process of its own, to be killed: a line for each step, and the weights in a file at the end. */
const [directory, resultFile] = process.argv.slice(2);
const result = await train(
  longTinyOptions({
    checkpoints: createNodeCheckpointStore(directory!),
    checkpointEverySteps: 3,
    resume: 'if-present',
    onProgress: (event) => {
      if (event.type === 'step') process.stdout.write('step\n');
    },
  }),
);
await writeFile(resultFile!, bitsOf(result.final.tensors) + bitsOf(result.best.tensors));
