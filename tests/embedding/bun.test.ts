import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts } from './support/node-scripts.ts';

const tool = createFixture('bun');
const bun = join(tool.folder, 'node_modules/.bin/bun');
// Its cache takes a version for the same for ever.
const project = createFixture('node', { folder: 'bun-project', env: { BUN_INSTALL_CACHE_DIR: 'cache' } });

describe('Bun', () => {
  it('installs', async () => {
    await tool.install();
    await project.run(bun, 'add', '@fer/model', 'sharp');
  });

  it('recognises: ESM, CommonJS, worker_threads', () => expectNodeScripts(project, [bun]));

  it('says that sharp is missing', async () => {
    await project.run(bun, 'remove', 'sharp');
    await expect(project.run(bun, 'photo.js', 'photo.jpg')).rejects.toThrow(
      'sharp is not installed. Run: npm install sharp',
    );
  });

  it('builds for a server, which recognises', async () => {
    await tool.run('npm', 'run', 'build');
    expectAnswer(JSON.parse(await tool.run(bun, 'dist/server.js')));
  });

  it('builds one executable with everything inside', async () => {
    await tool.run('npm', 'run', 'build:executable');
    // No package is to be found from here.
    const elsewhere = createFixture('node', { folder: 'bun-elsewhere' });
    expectAnswer(JSON.parse(await elsewhere.run(join(tool.folder, 'app'))));
  });
});
