import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const all = join(tmpdir(), 'fer-fuzz-dataset');
const own = join(all, String(process.pid));

/** Takes away what processes left that were ended from outside, as one whose time is over is. */
export async function sweep(): Promise<void> {
  for (const name of await readdir(all).catch(() => [])) {
    if (!isAlive(Number(name))) await rm(join(all, name), { recursive: true, force: true });
  }
}

/** An empty folder for one case; that of the case before is gone. */
export async function scratchFolder(): Promise<string> {
  const folder = join(own, 'case');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** A folder for all cases. */
export async function lastingFolder(): Promise<string> {
  const folder = join(own, 'lasting');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
