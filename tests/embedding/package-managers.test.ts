import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createFixture } from './support/fixture.ts';
import { type Command, expectNodeScripts, expectSharpMissing } from './support/node-scripts.ts';

const tools = createFixture('package-managers');
const bin = (name: string) => join(tools.folder, 'node_modules/.bin', name);
const npm = createFixture('node', { folder: 'npm-project' });
const pnpm = createFixture('node', { folder: 'pnpm-project' });
// Its cache takes a version for the same for ever.
const yarn = createFixture('node', {
  folder: 'yarn-project',
  env: { YARN_GLOBAL_FOLDER: '.yarn/global', YARN_ENABLE_TELEMETRY: '0' },
});

it('installs the package managers', async () => {
  await tools.run('npm', 'install');
  const registry = (await yarn.run('npm', 'config', 'get', 'registry')).trim();
  const settings = {
    // sharp finds its library at a place that the address of its tarball is part of.
    npmRegistryServer: registry,
    npmScopes: { fer: { npmRegistryServer: inject('registry') } },
    unsafeHttpWhitelist: ['127.0.0.1'],
  };
  // JSON is YAML.
  writeFileSync(join(yarn.folder, '.yarnrc.yml'), JSON.stringify(settings));
  writeFileSync(join(yarn.folder, 'yarn.lock'), '');
});

describe.each([
  { name: 'npm', project: npm, add: (id: string) => npm.install(id), command: ['node'] as Command },
  {
    name: 'pnpm',
    project: pnpm,
    add: (id: string) => pnpm.run(bin('pnpm'), 'add', '--store-dir=store', id),
    command: ['node'] as Command,
  },
  {
    name: "Yarn Plug'n'Play",
    project: yarn,
    add: (id: string) => yarn.run(bin('yarn'), 'add', id),
    command: [bin('yarn'), 'node'] as Command,
  },
])('$name', ({ project, add, command }) => {
  it('installs', async () => {
    await add('@fer/model');
  });
  it('recognises, and asks for sharp for a picture', () => expectSharpMissing(project, command));
  it('installs sharp', async () => {
    await add('sharp');
  });
  it('recognises pictures', () => expectNodeScripts(project, command));
});

describe('npm install @fer/model sharp', () => {
  it('brings less than 45 MB', async () => {
    const [kibibytes] = (await npm.run('du', '-sk', 'node_modules')).split('\t');
    const bytes = Number(kibibytes) * 1024;
    expect(bytes).toBeGreaterThan(5e6);
    expect(bytes).toBeLessThan(45e6);
  });

  it('brings nothing of tfjs', async () => {
    expect(await npm.run('find', 'node_modules', '-name', '@tensorflow')).toBe('');
  });
});
