import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { listTargets, runTarget } from './run-target.ts';

const folder = fileURLToPath(new URL('./targets', import.meta.url));
const targets = await listTargets(folder);
/** All targets together take a minute at most; the long run is `npm run fuzz -- --minutes 30`. */
const timeMs = 60_000 / Math.max(targets.length, 1);

it.each(targets)('withstands a few hundred odd cases: %s', async (target) => {
  const { findings, cases } = await runTarget({ folder, target, seed: 1, cases: 400, timeMs });
  expect(findings).toEqual([]);
  expect(cases).toBeGreaterThan(0);
});
