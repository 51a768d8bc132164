import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startLocalRegistry } from '../../support/local-registry.ts';
import { copyFixture } from './fixture.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** An empty folder outside the workspace, where fixtures are installed; it goes away when all tests have ended. */
    readonly workFolder: string;
    /** The address of the registry that has `@fer/*` as it would be published. */
    readonly registry: string;
    /** The scores of the picture, by label: what plain Node says, with the package as published. */
    readonly reference: Readonly<Record<string, number>>;
  }
}

const packages = [
  'core',
  'graph',
  'backend-wasm',
  'model',
  'dataset',
  'detector-blazeface',
  'runtime-tfjs',
  'train',
].map((name) => fileURLToPath(new URL(`../../../packages/${name}`, import.meta.url)));

/** Publishes what is built, and asks it for the reference: once for all test files. */
export default async function publish(project: TestProject): Promise<() => Promise<void>> {
  const workFolder = mkdtempSync(join(tmpdir(), 'fer-embedding-'));
  const registry = await startLocalRegistry({ publish: packages });
  const end = async () => {
    await registry.close();
    rmSync(workFolder, { recursive: true, force: true });
  };
  try {
    const node = copyFixture('node', join(workFolder, 'node'), registry.url);
    await node.install();
    const { scores } = JSON.parse(await node.run('node', 'main.js'));
    project.provide('workFolder', workFolder);
    project.provide('registry', registry.url);
    project.provide('reference', scores);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}
