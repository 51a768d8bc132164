// The process in which one target runs: `child.ts <folder> [target seed first cases hangMs]`. It reports each case
// to its parent, which notices if it stops doing so. Without a target it reports what targets there are.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createRandom, FerError } from '@fer/core';
import type { FuzzTarget } from './target.ts';

/**
 * What the child sends: the targets there are, that it is ready, or how one case ended; the `last` one is that after
 * which a fresh process has to go on.
 */
export type ChildMessage =
  | { targets: string[] }
  | { ready: true }
  | { case: number; finding?: string; label: string; last: boolean };

const MEGABYTE = 2 ** 20;
/** By how much one case, or all that went before, may raise this process's memory. */
const GROWTH_LIMIT = 256 * MEGABYTE;
/** At which growth the process is ended in the middle of a case, before the machine has to do it. */
const KILL_LIMIT = 1024 * MEGABYTE;

const [folder = '', name, ...numbers] = process.argv.slice(2);
const targets = await loadTargets(folder);
if (name === undefined) {
  await send({ targets: targets.map((target) => target.name) });
} else {
  const [seed = 0, first = 0, cases = 0, hangMs = 0] = numbers.map(Number);
  await runCases(targets.find((target) => target.name === name)!, seed, first, cases, hangMs);
}
process.exit();

async function loadTargets(folder: string): Promise<FuzzTarget[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.sort().map((file) => import(pathToFileURL(join(folder, file)).href)),
  );
  return modules.flatMap((exports) => Object.values<FuzzTarget>(exports).filter(isTarget));
}

function isTarget(value: unknown): value is FuzzTarget {
  return typeof value === 'object' && value !== null && 'name' in value && 'run' in value;
}

async function runCases(target: FuzzTarget, seed: number, first: number, cases: number, hangMs: number) {
  await target.prepare?.();
  globalThis.gc?.();
  const baseline = memory();
  watchMemory(baseline + KILL_LIMIT);
  await send({ ready: true });

  for (let index = first; index < first + cases; index++) {
    const before = memory();
    const peakBefore = peak();
    const started = performance.now();
    const outcome = await runCase(target, seed, index, hangMs);
    const elapsed = performance.now() - started;

    const grown = peak() > peakBefore ? peak() - before : 0;
    const kept = memory() - baseline > GROWTH_LIMIT / 2 ? collected() - baseline : 0;
    const last = kept > GROWTH_LIMIT;
    let { finding } = outcome;
    if (last) finding = `memory: ${megabytes(kept)} kept after ${index - first + 1} cases`;
    if (grown > GROWTH_LIMIT) finding = `memory: ${megabytes(grown)} in one case`;
    if (elapsed >= hangMs) finding = `hang: ended by its signal after ${hangMs} ms`;
    await send({ case: index, label: outcome.label, finding, last });
    if (last) return;
  }
}

async function runCase(
  target: FuzzTarget,
  seed: number,
  index: number,
  hangMs: number,
): Promise<{ label: string; finding?: string }> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), hangMs);
  try {
    return { label: await target.run(createRandom(seed, index), late.signal) };
  } catch (error) {
    if (FerError.isInstance(error)) return { label: error.code };
    const finding =
      error instanceof Error ? (error.stack ?? String(error)) : `not an Error: ${inspect(error)}`;
    return { label: '(error)', finding };
  } finally {
    clearTimeout(timer);
  }
}

/** A thread of its own looks at the memory while a case keeps this one busy. */
function watchMemory(limit: number): void {
  const source = `
    const { writeSync } = require('node:fs');
    setInterval(() => {
      const rss = process.memoryUsage.rss();
      if (rss <= ${limit}) return;
      writeSync(2, 'memory: ' + Math.round(rss / ${MEGABYTE}) + ' MB in the middle of a case');
      process.kill(process.pid, 'SIGKILL');
    }, 10);`;
  new Worker(source, { eval: true, execArgv: [] }).unref();
}

/** Resident memory and what lies outside of the heap, in bytes; pages not yet touched count in the latter alone. */
function memory(): number {
  return Math.max(process.memoryUsage.rss(), process.memoryUsage().external);
}

function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function collected(): number {
  globalThis.gc?.();
  return memory();
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}

/** Resolves when the message is on its way, so that a case that kills the process is never mistaken for its neighbour. */
function send(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}
