import type { TrainProgress } from '@fer/train';
import type { CommandContext } from '../command-context.ts';
import type { Progress } from '../progress/progress.ts';
import { formatCount, formatPercent } from '../render/numbers.ts';
import type { SplitNames } from '../render/split-names.ts';

/** Shows a training while it runs. */
export interface TrainingProgress {
  onProgress(event: TrainProgress): void;
  finish(): void;
}

/**
 * A bar for the whole training, and a line on stdout for each epoch.
 *
 * @param imagesPerEpoch how many are trained on
 */
export function showTraining(
  context: CommandContext,
  { batchSize, imagesPerEpoch, splits }: { batchSize: number; imagesPerEpoch: number; splits: SplitNames },
): TrainingProgress {
  let epochs = 0;
  let bar: Progress | undefined;

  const start = (event: TrainProgress & { type: 'start' }): void => {
    epochs = event.epochs;
    const { resumedFrom } = event;
    const startAt = resumedFrom
      ? resumedFrom.epoch * imagesPerEpoch + Math.min(resumedFrom.step * batchSize, imagesPerEpoch)
      : 0;
    if (event.warning !== undefined) context.warn(event.warning);
    if (resumedFrom?.previous)
      context.warn('The newest checkpoint was damaged; the one before it was taken.');
    context.print(
      `${formatCount(event.parameters)} parameters, ${formatCount(imagesPerEpoch)} images an epoch, ${epochs} epochs`,
      ...(resumedFrom ? [`Going on with epoch ${resumedFrom.epoch + 1}, step ${resumedFrom.step + 1}.`] : []),
    );
    bar = context.progress({ label: 'Training', unit: 'images', total: epochs * imagesPerEpoch, startAt });
  };

  return {
    onProgress(event) {
      switch (event.type) {
        case 'start':
          start(event);
          break;
        case 'step': {
          const done = event.epoch * imagesPerEpoch + Math.min((event.step + 1) * batchSize, imagesPerEpoch);
          bar?.update(done, `epoch ${event.epoch + 1}/${epochs} · loss ${event.epochLoss.toFixed(3)}`);
          break;
        }
        case 'epoch':
          // The bar comes back with the next step; the line must not stand behind it.
          bar?.finish();
          context.print(epochLine(event, epochs, splits));
          break;
      }
    },
    finish() {
      bar?.finish();
    },
  };
}

function epochLine(event: TrainProgress & { type: 'epoch' }, epochs: number, splits: SplitNames): string {
  const { epoch, loss, accuracy, validation, improved } = event;
  const number = String(epoch + 1).padStart(String(epochs).length);
  const score =
    validation === undefined
      ? ''
      : `  ${splits.public}: loss ${validation.loss.toFixed(3)}, ${formatPercent(validation.accuracy)}${improved ? '  best' : ''}`;
  return `epoch ${number}/${epochs}  loss ${loss.toFixed(3)}, ${formatPercent(accuracy)}${score}`;
}
