import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { FerError } from '@fer/core';
import { outputFailed } from '../errors/output-failed.ts';
import type { OutputFolder } from './output-folder.ts';
import { mayBeRunning, type ProcessIdentity, thisProcess } from './running-process.ts';

/** A lock without a name in it is being written, or was left so by a kill: after this long, in milliseconds, the latter. */
const UNNAMED_FOR = 10_000;

/**
 * Makes sure that one training at a time writes into a folder, which must be there: a file names the process that does.
 * One that was left by a process that is gone is taken over.
 *
 * @returns what lets go of the folder
 * @throws FerError `FER_OUTPUT_BUSY` naming the process; `FER_OUTPUT_FAILED`
 */
export function lockOutput({ path, lock }: OutputFolder): () => void {
  const own = JSON.stringify(thisProcess());
  for (;;) {
    if (create(lock, own)) {
      return () => {
        if (readText(lock) === own) rmSync(lock, { force: true });
      };
    }
    const found = readText(lock);
    // Let go of in the meantime.
    if (found === undefined) continue;
    const holder = holderIn(found);
    if (holder ? mayBeRunning(holder) : isNew(lock)) throw busy(path, lock, holder);
    takeAway(lock, found);
  }
}

function create(lock: string, text: string): boolean {
  try {
    writeFileSync(lock, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw outputFailed(lock, error);
  }
}

/** Removes a lock that nobody holds; not another one that has just taken its place. */
function takeAway(lock: string, expected: string): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
    if (readText(aside) !== expected) copyFileSync(aside, lock, constants.COPYFILE_EXCL);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process was first: to take it away, or to lock anew.
    if (code !== 'ENOENT' && code !== 'EEXIST') throw outputFailed(lock, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw outputFailed(file, error);
  }
}

function holderIn(text: string): ProcessIdentity | undefined {
  try {
    const { pid, host, start } = JSON.parse(text) as Partial<ProcessIdentity>;
    const isOne = Number.isSafeInteger(pid) && pid! > 0 && typeof host === 'string';
    return isOne ? { pid: pid!, host, start } : undefined;
  } catch {
    return undefined;
  }
}

function isNew(lock: string): boolean {
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) < UNNAMED_FOR;
}

function busy(path: string, lock: string, holder: ProcessIdentity | undefined): FerError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new FerError(
    'FER_OUTPUT_BUSY',
    `A training is at work in ${path} already: ${who}. If it is not, remove ${lock}.`,
    { details: { folder: path, lock, ...holder } },
  );
}
