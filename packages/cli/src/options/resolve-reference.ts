import { resolve } from 'node:path';

/** A URL as it is; a path from the folder that relative ones start in. */
export function resolveReference(reference: string, cwd: string): string {
  return /^[a-z][a-z\d+.-]+:/i.test(reference) ? reference : resolve(cwd, reference);
}
