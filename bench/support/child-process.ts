import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that answers each command with one message, `{ result }` or `{ error }`. */
export interface Child<Command> {
  ask<Result>(command: Command): Promise<Result>;
  stop(): void;
}

/**
 * Starts a TypeScript file of `bench/` in a process of its own, on the sources of our packages.
 *
 * @param script relative to `bench/`
 * @param node the program to run it with
 */
export function startChild<Command extends object>(
  script: string,
  argument: string,
  node: string,
): Child<Command> {
  const bench = join(import.meta.dirname, '..');
  const child = fork(join(bench, script), [argument], {
    cwd: join(bench, '..'),
    execPath: node,
    execArgv: ['--conditions=@fer/source', '--import', 'tsx'],
    serialization: 'advanced',
  });
  return {
    async ask<Result>(command: Command) {
      const listening = new AbortController();
      try {
        const answer = Promise.race([nextAnswer(child, listening.signal), endOf(child, listening.signal)]);
        child.send(command);
        return (await answer) as Result;
      } finally {
        listening.abort();
      }
    },
    stop: () => child.kill(),
  };
}

type Answer = { readonly result: unknown } | { readonly error: string };

async function nextAnswer(child: ChildProcess, signal: AbortSignal): Promise<unknown> {
  const [answer] = (await once(child, 'message', { signal })) as [Answer];
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
}

async function endOf(child: ChildProcess, signal: AbortSignal): Promise<never> {
  const [code, killedBy] = (await once(child, 'exit', { signal })) as [number | null, string | null];
  throw new Error(`A child process of the benchmark ended too early (${killedBy ?? `exit code ${code}`}).`);
}
