import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
export const repositoryRoot = join(packageRoot, '../..');

/**
 * A project in a temporary folder that has the page, and the packages as npm would install them: copies of what is
 * published, no source condition. tfjs is linked.
 */
export async function makeProject(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'fer-wasm-page-'));
  await cp(join(packageRoot, 'test/browser/page'), root, { recursive: true });
  for (const name of ['core', 'backend-wasm']) {
    for (const part of ['package.json', 'dist', ...(name === 'core' ? [] : ['build'])]) {
      const from = join(repositoryRoot, 'packages', name, part);
      await cp(from, join(root, 'node_modules/@fer', name, part), { recursive: true });
    }
  }
  await mkdir(join(root, 'node_modules'), { recursive: true });
  await symlink(
    join(repositoryRoot, 'node_modules/@tensorflow'),
    join(root, 'node_modules/@tensorflow'),
    'dir',
  );
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
