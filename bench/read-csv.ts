/**
 * Times reading fer2013.csv to gray levels and labels: @fer/dataset, papaparse, csv-parse, node:readline. Each run is a
 * process of its own on one core. No time is believed before all readers gave the same bytes.
 *
 *   node --conditions=@fer/source --import tsx bench/read-csv.ts <csv> [runs 5]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly rows: number;
  readonly digest: string;
}

const [csv, runs = '5'] = process.argv.slice(2);
if (csv === undefined) throw new Error('Usage: bench/read-csv.ts <fer2013.csv> [runs]');

const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
try {
  // Bundled, so that the memory of a loader for TypeScript is not counted.
  const child = join(folder, 'readers.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'read-csv-readers.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@fer/source'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  report(measure(child));
} finally {
  rmSync(folder, { recursive: true });
}

/** One run of every reader after the other, so that a slow minute of the machine hits all alike. */
function measure(child: string): Map<string, Run[]> {
  const names = JSON.parse(runOnOneCore([child, 'list'])) as string[];
  const results = new Map<string, Run[]>(names.map((name) => [name, []]));
  runOnOneCore([child, names[0]!, csv!]); // the file comes into the system's cache
  for (let run = 0; run < Number(runs); run++) {
    for (const name of names) results.get(name)!.push(JSON.parse(runOnOneCore([child, name, csv!])) as Run);
  }
  const digests = new Set([...results.values()].flat().map(({ digest }) => digest));
  if (digests.size !== 1) throw new Error(`The readers disagree: ${JSON.stringify([...results])}`);
  return results;
}

function runOnOneCore(args: string[]): string {
  const [command, ...rest] = hasTaskset() ? ['taskset', '-c', '0', process.execPath] : [process.execPath];
  return execFileSync(command!, [...rest, ...args], { encoding: 'utf8' });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function report(results: Map<string, Run[]>): void {
  const machine = {
    cpu: cpus()[0]!.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    oneCore: hasTaskset(),
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
  };
  const ours = [...results.values()][0]!;
  const rows = [...results].map(([reader, all]) => ({
    reader,
    'wall ms, median': Math.round(median(all.map(({ wallMs }) => wallMs))),
    'wall ms, best': Math.round(Math.min(...all.map(({ wallMs }) => wallMs))),
    'CPU ms, median': Math.round(median(all.map(({ cpuMs }) => cpuMs))),
    'peak RSS MB': Math.round(Math.max(...all.map(({ peakBytes }) => peakBytes)) / 1e6),
    'times our CPU': Number(
      (median(all.map(({ cpuMs }) => cpuMs)) / median(ours.map(({ cpuMs }) => cpuMs))).toFixed(2),
    ),
  }));
  console.log(
    `${csv}, ${statSync(csv!).size.toLocaleString('en-US')} bytes, ${ours[0]!.rows} rows, ${runs} runs each`,
  );
  console.table(rows);
  console.log(
    JSON.stringify({ machine, file: { bytes: statSync(csv!).size, digest: ours[0]!.digest }, rows }),
  );
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
