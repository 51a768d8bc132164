import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import type { Weights } from '@fer/model';
import type { CommandContext } from '../command-context.ts';
import { resolveReference } from '../options/resolve-reference.ts';

/**
 * What stands on the command line for weights of ours: a weights directory, its URL, or an id.
 *
 * @returns how `loadWeights` is to be asked, or `undefined` if they are files of another tool
 */
export function ownReference(files: readonly string[], cwd: string): string | undefined {
  const [only, ...more] = files;
  if (only === undefined || more.length > 0) return undefined;
  const path = resolve(cwd, only);
  if (existsSync(join(path, 'fer.json'))) return path;
  const isPath = existsSync(path) || extname(only) !== '' || only.includes('/');
  const reference = resolveReference(only, cwd);
  return isPath && reference === path ? undefined : only;
}

/** Weights of ours, by what `ownReference` gave. */
export async function openOwn(
  reference: string,
  plugins: NonNullable<Parameters<typeof import('@fer/model').loadWeights>[1]>['plugins'],
  { signal }: CommandContext,
): Promise<Weights> {
  const { loadWeights } = await import('@fer/model');
  return loadWeights(reference, { ...(plugins && { plugins }), signal });
}
