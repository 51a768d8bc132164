import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/fer.js', import.meta.url));

/** What came of a run of the built command. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the built command. */
export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

export interface FerOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

/** Starts `fer` as a process of its own. The folder of the tests holds its caches. */
export function startFer(args: readonly string[], options: FerOptions): Running {
  return start(process.execPath, [BIN, ...args], options);
}

function start(program: string, args: readonly string[], { cwd, env }: FerOptions): Running {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, XDG_CACHE_HOME: `${cwd}/.cache`, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { process: child, finished };
}

export function fer(args: readonly string[], options: FerOptions): Promise<Finished> {
  return startFer(args, options).finished;
}

/** Runs a script of `sh` in which `fer` is the built command. */
export function shell(script: string, options: FerOptions): Promise<Finished> {
  const defined = `fer() { '${process.execPath}' '${BIN}' "$@"; }\n${script}`;
  return start('sh', ['-c', defined], options).finished;
}
