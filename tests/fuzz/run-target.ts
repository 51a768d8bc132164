import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildMessage } from './child.ts';

/** What a case brought to light; `replay` is the argument of `npm run fuzz -- --replay` that repeats it. */
export interface Finding {
  readonly replay: string;
  readonly message: string;
}

export interface TargetResult {
  readonly target: string;
  readonly cases: number;
  /** How often each label came. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
}

export interface RunTargetOptions {
  /** The folder of the targets. */
  folder: string;
  target: string;
  seed: number;
  /** The first case. Default 0. */
  first?: number;
  /** How many cases at most. Default: as many as the time allows. */
  cases?: number;
  /** When to stop, in milliseconds. Default: after the last case. */
  timeMs?: number;
  /** After how many milliseconds a case counts as hanging. Default 20,000. */
  hangMs?: number;
}

/** A hanging case is first asked to stop by its signal; this long after that its process is killed. */
const GRACE_MS = 2000;
/** Loading the packages' sources and preparing a target may take this long. */
const PREPARE_MS = 120_000;
/** So many findings say enough about one target. */
const FINDINGS_LIMIT = 20;

/** The names of all targets in a folder. */
export async function listTargets(folder: string): Promise<string[]> {
  const child = startChild([folder]);
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('message', (message: ChildMessage) => 'targets' in message && resolve(message.targets));
    child.on('exit', () => reject(new Error(`The fuzz targets in ${folder} do not load:\n${errors}`)));
  });
}

/** Runs the cases of one target in a process of its own, and in a new one after a case that ended it. */
export async function runTarget(options: RunTargetOptions): Promise<TargetResult> {
  const {
    target,
    seed,
    first = 0,
    cases = Number.MAX_SAFE_INTEGER,
    timeMs = Number.POSITIVE_INFINITY,
  } = options;
  const outcomes = new Map<string, number>();
  const findings: Finding[] = [];
  const until = performance.now() + timeMs;
  let next = first;

  const report = (label: string, message?: string) => {
    outcomes.set(label, (outcomes.get(label) ?? 0) + 1);
    if (message !== undefined) findings.push({ replay: `${target}:${seed}:${next}`, message });
    next++;
  };
  while (next < first + cases && performance.now() < until && findings.length < FINDINGS_LIMIT) {
    const died = await runChild({ ...options, first: next, cases: first + cases - next }, until, report);
    if (died !== undefined) report('(died)', died);
  }
  return { target, cases: next - first, outcomes, findings };
}

/** @returns why the process ended in the middle of a case; undefined if it did not */
function runChild(
  options: RunTargetOptions & { first: number; cases: number },
  until: number,
  report: (label: string, finding?: string) => void,
): Promise<string | undefined> {
  const { folder, target, seed, first, cases, hangMs = 20_000 } = options;
  const child = startChild([folder, target, ...[seed, first, cases, hangMs].map(String)]);

  return new Promise((resolve) => {
    let left = cases;
    let findings = 0;
    let stopped = false;
    let reason = '';
    let stderr = '';
    const stop = (because = '') => {
      stopped = because === '';
      reason = because;
      child.kill('SIGKILL');
    };
    const expect = (ms: number, what: string) => setTimeout(() => stop(what), ms);
    let watchdog = expect(PREPARE_MS, `hang: prepare() took over ${PREPARE_MS} ms`);

    child.stderr?.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-4000);
    });
    child.on('message', (message: ChildMessage) => {
      clearTimeout(watchdog);
      watchdog = expect(hangMs + GRACE_MS, `hang: over ${hangMs} ms, and its signal was ignored`);
      if (stopped || !('case' in message)) return;
      report(message.label, message.finding);
      left--;
      if (message.finding !== undefined) findings++;
      if (message.last || left === 0 || findings === FINDINGS_LIMIT || performance.now() >= until) stop();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watchdog);
      const died = reason || `died: ${signal ?? `exit code ${code}`}\n${stderr}`;
      resolve(stopped ? undefined : died);
    });
  });
}

/** A child sees the sources of the packages, and can collect its garbage before its memory is judged. */
function startChild(args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL('./child.ts', import.meta.url)), args, {
    execArgv: ['--import', 'tsx', '--conditions=@fer/source', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
