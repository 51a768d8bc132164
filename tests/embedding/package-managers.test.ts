import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts } from './support/node-scripts.ts';

const tools = createFixture('package-managers');
const bin = (name: string) => join(tools.folder, 'node_modules/.bin', name);
const withoutSharp = 'sharp is not installed. Run: npm install sharp';

it('installs the package managers', () => tools.run('npm', 'install'));

describe('npm', () => {
  const project = createFixture('node', { folder: 'npm-project' });
  it('installs', () => project.install('@fer/model', 'sharp'));
  it('recognises', () => expectNodeScripts(project, ['node']));

  it('has brought less than 45 MB', async () => {
    const [kibibytes] = (await project.run('du', '-sk', 'node_modules')).split('\t');
    expect(Number(kibibytes) * 1024).toBeGreaterThan(5e6);
    expect(Number(kibibytes) * 1024).toBeLessThan(45e6);
  });

  it('has brought nothing of tfjs', async () => {
    expect(await project.run('find', 'node_modules', '-name', '@tensorflow')).toBe('');
  });
});

describe('pnpm', () => {
  const project = createFixture('node', { folder: 'pnpm-project' });
  it('installs', () => project.run(bin('pnpm'), 'add', '--store-dir=store', '@fer/model', 'sharp'));
  it('recognises', () => expectNodeScripts(project, ['node']));
  it('says that sharp is missing', async () => {
    await project.run(bin('pnpm'), 'remove', '--store-dir=store', 'sharp');
    await expect(project.run('node', 'photo.js', 'photo.jpg')).rejects.toThrow(withoutSharp);
  });
});

describe("Yarn Plug'n'Play", () => {
  // Its cache takes a version for the same for ever.
  const project = createFixture('node', {
    folder: 'yarn-project',
    env: { YARN_GLOBAL_FOLDER: '.yarn/global', YARN_ENABLE_TELEMETRY: '0' },
  });
  const yarn = (...args: string[]) => project.run(bin('yarn'), ...args);

  it('installs', async () => {
    const upstream = (await project.run('npm', 'config', 'get', 'registry')).trim();
    const settings = {
      npmRegistryServer: upstream,
      npmScopes: { fer: { npmRegistryServer: inject('registry') } },
      unsafeHttpWhitelist: ['127.0.0.1'],
    };
    // JSON is YAML.
    writeFileSync(join(project.folder, '.yarnrc.yml'), JSON.stringify(settings));
    writeFileSync(join(project.folder, 'yarn.lock'), '');
    await yarn('add', '@fer/model', 'sharp');
  });
  it('recognises', () => expectNodeScripts(project, [bin('yarn'), 'node']));
  it('says that sharp is missing', async () => {
    await yarn('remove', 'sharp');
    await expect(yarn('node', 'photo.js', 'photo.jpg')).rejects.toThrow(withoutSharp);
  });
});
