import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: string | undefined;

/** An empty folder for one case; that of the case before is gone. */
export async function scratchFolder(): Promise<string> {
  root ??= mkdtempSync(join(tmpdir(), 'fer-fuzz-'));
  const folder = join(root, 'case');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

/** A folder that stays until the process ends. */
export async function lastingFolder(): Promise<string> {
  root ??= mkdtempSync(join(tmpdir(), 'fer-fuzz-'));
  const folder = join(root, 'lasting');
  await mkdir(folder, { recursive: true });
  return folder;
}

export function clear(): void {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
}
