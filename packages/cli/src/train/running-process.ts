import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told from every other. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When it began, in ticks of the system's own clock, which Linux tells: a later process may get the same number. */
  readonly start?: string;
}

/** This one. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), start: startOf(process.pid) };
}

/** Whether a process may still be at work. That of another machine always may. */
export function mayBeRunning({ pid, host, start }: ProcessIdentity): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is one, of another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const found = startOf(pid);
  return start === undefined || found === undefined || found === start;
}

/** `ended` for one that only waits to be taken off the list of processes. */
function startOf(pid: number): string | undefined {
  try {
    // man proc_pid_stat: the name of the program in brackets, then the state, …, as the 22nd of all fields the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
