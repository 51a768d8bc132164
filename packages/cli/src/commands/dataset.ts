import { datasetStatistics, findDuplicates } from '@fer/dataset';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type DataOptions, loadData } from '../data/load-data.ts';
import {
  type DetectionOptions,
  hasOwnPictures,
  isOwnPictures,
  loadOwnPictures,
  withDetectionOptions,
} from '../data/load-own-pictures.ts';
import { withCommonOptions, withDataOptions } from '../options/shared-options.ts';
import { renderClassCounts, renderDuplicates, renderSkipped, renderSource } from '../render/dataset.ts';
import type { Start } from '../start.ts';

interface InfoOptions extends DataOptions, DetectionOptions {
  readonly duplicates?: true;
}

export function addDatasetCommand(program: Command, start: Start): void {
  const dataset = program.command('dataset').description('look at a data set');
  const info = dataset
    .command('info')
    .description('count the images of each split and class, name known files, find duplicates')
    .argument('<data>', 'fer2013.csv, an archive of it, a folder of images, or: synthetic')
    .option('--duplicates', 'look for images that are there more than once, also across splits');
  withDetectionOptions(info);
  withDataOptions(info);
  withCommonOptions(info, [
    ['fer dataset info fer2013.tar.gz', 'rows of each split and class'],
    ['fer dataset info faces/ --duplicates --json', 'a folder of images, duplicates too, for a script'],
    ['fer dataset info my-pictures', 'your own: which are left out, and why'],
    ['fer dataset info synthetic', 'the drawn faces that need no file'],
  ]).action((data: string, options: InfoOptions) => start((context) => datasetInfo(data, options, context)));
}

async function datasetInfo(data: string, options: InfoOptions, context: CommandContext): Promise<undefined> {
  const dataset = (await isOwnPictures(data, context))
    ? await openPictures(data, options, context)
    : await loadData(data, options, context);
  const statistics = datasetStatistics<string>(dataset);
  const duplicates = options.duplicates ? findDuplicates(dataset) : undefined;

  const { source, skipped } = dataset;
  const leftOut = hasOwnPictures(dataset) ? { leftOut: dataset.leftOut } : {};
  context.printJson({ ...statistics, source, skipped, ...leftOut, duplicates });
  context.print(
    ...renderSource(dataset, context.style),
    '',
    ...renderClassCounts(statistics, context.style),
    // Of one's own pictures it was told when they were read.
    ...(hasOwnPictures(dataset) ? [] : renderSkipped(skipped, context.style)),
    ...(duplicates ? ['', ...renderDuplicates(duplicates, context.style)] : []),
  );
}

/** As the bundled weights would see them. */
async function openPictures(data: string, options: InfoOptions, context: CommandContext) {
  const { ferNet } = await import('@fer/model');
  return loadOwnPictures(data, { ...options, input: ferNet.input, plugins: [] }, context);
}
