import { type Runtime, selectRuntime } from '@fer/core';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { pluginOption, withCommonOptions } from '../options/shared-options.ts';
import { openRegistry } from '../plugins/open-registry.ts';
import { renderTable } from '../render/table.ts';
import type { Start } from '../start.ts';

/** A runtime and how it does here. */
interface RuntimeReport {
  readonly id: string;
  readonly description: string;
  readonly priority: number;
  readonly works: boolean;
  /** Why it does not. */
  readonly reason?: string;
  readonly trains: boolean;
  readonly trainingWarning?: string;
}

export function addRuntimesCommand(program: Command, start: Start): void {
  withCommonOptions(
    program
      .command('runtimes')
      .description('list what networks can run on, what works here and what --runtime auto takes'),
    [
      ['fer runtimes', 'which runtimes work here, and why the others do not'],
      ['fer runtimes --json', 'the same for a script'],
    ],
  )
    .addOption(pluginOption())
    .action((options: { plugin: string[] }) => start((context) => runtimes(options, context)));
}

async function runtimes(options: { plugin: readonly string[] }, context: CommandContext): Promise<number> {
  const { registry } = await openRegistry(options.plugin, context.cwd);
  const reports: RuntimeReport[] = [];
  for (const runtime of [...registry.runtimes.list()].sort((a, b) => b.priority - a.priority)) {
    reports.push(await examine(runtime));
  }
  const auto = reports.some(({ works, priority }) => works && priority > 0)
    ? (await selectRuntime(registry)).runtime.id
    : null;

  context.printJson({ auto, runtimes: reports });
  context.print(...renderReports(reports, auto, context));
  return auto === null ? EXIT_CODES.failed : EXIT_CODES.fine;
}

/** Starts a runtime, because only that shows whether it really works. */
async function examine(runtime: Runtime): Promise<RuntimeReport> {
  const { id, description, priority, training } = runtime;
  const facts = {
    id,
    description,
    priority,
    trains: training !== undefined,
    trainingWarning: training?.warning,
  };
  try {
    const support = await runtime.isSupported();
    if (!support.supported) return { ...facts, works: false, reason: support.reason };
    await runtime.init();
    return { ...facts, works: true };
  } catch (error) {
    return { ...facts, works: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function renderReports(
  reports: readonly RuntimeReport[],
  auto: string | null,
  context: CommandContext,
): string[] {
  const { style } = context;
  const rows = reports.map(({ id, works, trains, description, reason }) => [
    id,
    works ? 'yes' : 'no',
    works && trains ? 'yes' : 'no',
    works ? description : (reason ?? ''),
  ]);
  const columns = [
    { title: 'runtime' },
    { title: 'works' },
    { title: 'trains' },
    { title: 'what it is, or why not' },
  ];
  return [
    ...renderTable(columns, rows, {
      style,
      styleCell: (cell, row, column) => {
        if (column === 0 && reports[row]!.id === auto) return style('bold', cell);
        return column === 1 ? style(reports[row]!.works ? 'green' : 'red', cell) : cell;
      },
    }),
    '',
    auto === null ? 'No runtime works here.' : `--runtime auto takes ${style('bold', auto)} here.`,
  ];
}
