import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { copyFixture } from './fixture.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** An empty folder outside the workspace, where fixtures are installed; it goes away when all tests have ended. */
    readonly workFolder: string;
    /** What `npm install` is given to get `@fer/model` as it would be published. */
    readonly packages: readonly string[];
    /** The scores of the picture, by label: what plain Node says, with the package as published. */
    readonly reference: Readonly<Record<string, number>>;
  }
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packs what is built, and asks it for the reference: once for all test files. */
export default async function publish(project: TestProject): Promise<() => void> {
  const workFolder = mkdtempSync(join(tmpdir(), 'fer-embedding-'));
  const where = ['core', 'backend-wasm', 'model'].flatMap((name) => ['--workspace', `packages/${name}`]);
  execFileSync('npm', ['pack', ...where, '--pack-destination', workFolder, '--silent'], { cwd: root });
  const packages = readdirSync(workFolder)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => join(workFolder, file));

  const node = copyFixture('node', workFolder, packages);
  await node.install();
  const { scores } = JSON.parse(await node.run('node', 'main.js'));
  project.provide('workFolder', workFolder);
  project.provide('packages', packages);
  project.provide('reference', scores);
  return () => rmSync(workFolder, { recursive: true, force: true });
}
