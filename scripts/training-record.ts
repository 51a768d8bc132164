// Puts the records of trainings, which stand in the manifests of their weights, into docs/training.md: each between
// `<!-- training: <title> -->` and `<!-- /training -->`.
//   node --conditions=@fer/source --import tsx scripts/training-record.ts <title>=<weights folder> …
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Manifest, parseManifest } from '@fer/model';
import type { EpochRecord } from '@fer/train';
import { markdownTable } from '../bench/report/markdown.ts';

/** Of the record that `fer train` makes, what is told. */
interface TrainingRecord {
  readonly options: { readonly [option: string]: unknown };
  readonly rounding: string | null;
  readonly seconds: number;
  readonly history: readonly EpochRecord[];
  readonly best: { readonly epoch: number };
}

/** Epochs that are shown, besides the first, the best and the last. */
const EVERY = 10;

const file = fileURLToPath(new URL('../docs/training.md', import.meta.url));
let text = readFileSync(file, 'utf8');
for (const pair of process.argv.slice(2)) {
  const [title, folder] = pair.split('=');
  if (!title || !folder) throw new Error('Say which: training-record.ts <title>=<weights folder> …');
  const start = `<!-- training: ${title} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf('<!-- /training -->', from);
  if (from < 0 || to < 0) throw new Error(`${file} has no place for it: make one, ${start}`);
  const manifest = parseManifest(readFileSync(join(folder, 'fer.json')), folder);
  text = `${text.slice(0, from + start.length)}\n${describe(manifest)}\n${text.slice(to)}`;
}
writeFileSync(file, text);

function describe({ training }: Manifest): string {
  const { options, rounding, seconds, history, best } = training as unknown as TrainingRecord;
  const shown = history.filter(
    ({ epoch }) =>
      epoch === 0 || (epoch + 1) % EVERY === 0 || epoch === best.epoch || epoch === history.length - 1,
  );
  return [
    '```sh',
    commandOf(options),
    '```',
    '',
    `${history.length} epochs, ${(seconds / 3600).toFixed(1)} hours of computing (${rounding ?? 'no SIMD'}); kept: epoch ${best.epoch + 1}.`,
    '',
    markdownTable(
      ['epoch', 'rate', 'loss', 'right, Training as seen', 'loss, PublicTest', 'right, PublicTest'],
      shown.map(({ epoch, learningRate, loss, accuracy, validation }) => [
        epoch + 1,
        learningRate.toPrecision(2),
        loss.toFixed(3),
        percent(accuracy),
        validation?.loss.toFixed(3) ?? '–',
        validation ? percent(validation.accuracy) : '–',
      ]),
    ),
  ].join('\n');
}

/** What repeats it, written out; `fer train --config <weights>/fer.json` says the same. */
function commandOf(options: TrainingRecord['options']): string {
  const flags = Object.entries(options)
    .filter(([name, value]) => name !== 'runtime' && typeof value !== 'object')
    .map(([name, value]) => {
      const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      return value === true ? flag : `${flag} ${value}`;
    });
  const lines: string[] = [];
  for (const flag of ['fer train --data fer2013.tar.gz --out run', ...flags]) {
    const line = lines.at(-1);
    if (line === undefined || line.length + flag.length > 100) lines.push(flag);
    else lines[lines.length - 1] = `${line} ${flag}`;
  }
  return lines.join(' \\\n  ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
