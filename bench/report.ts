/**
 * Puts the results of benchmarks, as their `--json` wrote them, into the tables of a Markdown file: each between
 * `<!-- bench: <title> -->` and `<!-- /bench -->`. A result without a place is an error that says which place to make.
 *
 *   node --conditions=@fer/source --import tsx bench/report.ts docs/performance.md <result.json …>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { ForwardResult } from './competition.ts';
import type { LayerResult } from './layers.ts';
import type { PhotosResult } from './photos.ts';
import { forwardTable } from './report/forward.ts';
import { layersTable } from './report/layers.ts';
import { photosTable } from './report/photos.ts';
import { rooflineTables } from './report/roofline.ts';
import { trainingTable } from './report/training-step.ts';
import type { RooflineResult } from './roofline.ts';
import type { Report } from './support/report.ts';
import type { TrainingResult } from './training-step.ts';

type AnyReport =
  | (Report<ForwardResult> & { readonly bench: 'forward' | 'forward-browser' })
  | (Report<TrainingResult> & { readonly bench: 'training-step' })
  | (Report<LayerResult> & { readonly bench: 'layers' })
  | (Report<PhotosResult> & { readonly bench: 'photos' })
  | (Report<RooflineResult> & { readonly bench: 'roofline' });

const [file, ...resultFiles] = process.argv.slice(2);
if (file === undefined || resultFiles.length === 0) {
  throw new Error('Usage: bench/report.ts <file.md> <result.json …>');
}

let text = readFileSync(file, 'utf8');
for (const resultFile of resultFiles) {
  const report = JSON.parse(readFileSync(resultFile, 'utf8')) as AnyReport;
  const start = `<!-- bench: ${titleOf(report)} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf('<!-- /bench -->', from);
  if (from < 0 || to < 0) throw new Error(`${file} has no place for ${resultFile}: make one, ${start}`);
  text = `${text.slice(0, from + start.length)}\n${describe(report)}\n\n${tableOf(report)}\n${text.slice(to)}`;
}
writeFileSync(file, text);

function tableOf(report: AnyReport): string {
  switch (report.bench) {
    case 'forward':
    case 'forward-browser':
      return forwardTable(report.results);
    case 'training-step':
      return trainingTable(report.results);
    case 'layers':
      return layersTable(report.results);
    case 'photos':
      return photosTable(report.results);
    case 'roofline':
      return rooflineTables(report.results);
  }
}

/** `forward, Node 20, 2 threads, relaxed-simd` */
function titleOf({ bench, machine, options }: AnyReport): string {
  const engine = machine.engine.split('.')[0]!;
  const threads =
    options.threads === undefined ? [] : [`${options.threads} thread${options.threads === '1' ? '' : 's'}`];
  const isolated = options.isolated === true ? ['isolated'] : [];
  return [bench, engine, ...threads, machine.simd, ...isolated].join(', ');
}

function describe({ machine }: AnyReport): string {
  const { cpu, cores, memoryGiB, engine, v8, simd, loadAverage, date } = machine;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${engine} (V8 ${v8}), ${simd}, load ${loadAverage[0]}, ${date.slice(0, 10)}.`;
}
