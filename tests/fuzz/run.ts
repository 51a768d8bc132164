// `npm run fuzz -- --minutes 30 [--seed N] [--target name] [--cases N]` or `npm run fuzz -- --replay target:seed:case`.
// Every target in `targets/` gets its share of the time; ends with exit code 1 if there was a finding.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listTargets, runTarget, type TargetResult } from './run-target.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    target: { type: 'string', multiple: true },
    cases: { type: 'string' },
    replay: { type: 'string' },
  },
});
const folder = fileURLToPath(new URL('./targets', import.meta.url));
const results = values.replay ? [await replay(values.replay)] : await runAll();
process.stdout.write(results.map(describe).join('\n'));
process.exit(results.some(({ findings }) => findings.length > 0) ? 1 : 0);

function replay(address: string): Promise<TargetResult> {
  const [target = '', seed, index] = address.split(':');
  return runTarget({ folder, target, seed: Number(seed), first: Number(index), cases: 1 });
}

async function runAll(): Promise<TargetResult[]> {
  const all = await listTargets(folder);
  const waiting = values.target ?? all;
  for (const name of waiting)
    if (!all.includes(name)) throw new Error(`There is no target "${name}"; there are ${all.join(', ')}.`);

  const seed = Number(values.seed);
  const cases = values.cases === undefined ? undefined : Number(values.cases);
  const minutes = values.minutes === undefined && cases === undefined ? 1 : values.minutes;
  const width = Math.min(availableParallelism(), waiting.length);
  const timeMs = minutes === undefined ? undefined : (Number(minutes) * 60_000 * width) / waiting.length;
  process.stderr.write(`${waiting.length} targets, seed ${seed}, ${width} at a time …\n`);

  const results: TargetResult[] = [];
  const queue = [...waiting];
  const work = async () => {
    for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
      const result = await runTarget({ folder, target, seed, cases, timeMs });
      process.stderr.write(`${target}: ${result.cases} cases, ${result.findings.length} findings\n`);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

function describe({ target, cases, outcomes, findings }: TargetResult): string {
  const rows = [...outcomes]
    .sort(([, a], [, b]) => b - a)
    .map(([label, count]) => `  ${String(count).padStart(9)}  ${label}\n`);
  const found = findings.map(
    ({ replay, message }) => `  --replay ${replay}\n    ${message.replaceAll('\n', '\n    ')}\n`,
  );
  return `${target}: ${cases} cases, ${findings.length} findings\n${rows.join('')}${found.join('')}`;
}
