import { datasetStatistics, findDuplicates } from '@fer/dataset';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type DataOptions, loadData } from '../data/load-data.ts';
import { withCommonOptions, withDataOptions } from '../options/shared-options.ts';
import { renderClassCounts, renderDuplicates, renderSkipped, renderSource } from '../render/dataset.ts';
import type { Start } from '../start.ts';

interface InfoOptions extends DataOptions {
  readonly duplicates?: true;
}

export function addDatasetCommand(program: Command, start: Start): void {
  const dataset = program.command('dataset').description('look at a data set');
  const info = dataset
    .command('info')
    .description('count the images of each split and class, name known files, find duplicates')
    .argument('<data>', 'fer2013.csv, an archive of it, a folder of images, or: synthetic')
    .option('--duplicates', 'look for images that are there more than once, also across splits');
  withDataOptions(info);
  withCommonOptions(info, [
    ['fer dataset info fer2013.tar.gz', 'rows of each split and class'],
    ['fer dataset info faces/ --duplicates --json', 'a folder of images, duplicates too, for a script'],
    ['fer dataset info synthetic', 'the drawn faces that need no file'],
  ]).action((data: string, options: InfoOptions) => start((context) => datasetInfo(data, options, context)));
}

async function datasetInfo(data: string, options: InfoOptions, context: CommandContext): Promise<undefined> {
  const dataset = await loadData(data, options, context);
  const statistics = datasetStatistics(dataset);
  const duplicates = options.duplicates ? findDuplicates(dataset) : undefined;

  const { source, skipped } = dataset;
  context.printJson({ ...statistics, source, skipped, duplicates });
  context.print(
    ...renderSource(dataset, context.style),
    '',
    ...renderClassCounts(statistics, context.style),
    ...renderSkipped(skipped, context.style),
    ...(duplicates ? ['', ...renderDuplicates(duplicates, context.style)] : []),
  );
}
