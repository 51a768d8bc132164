import { join } from 'node:path';
import { describe, it } from 'vitest';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts, expectSharpMissing } from './support/node-scripts.ts';

const tool = createFixture('bun');
const bun = join(tool.folder, 'node_modules/.bin/bun');
// Its cache takes a version for the same for ever.
const project = createFixture('node', { folder: 'bun-project', env: { BUN_INSTALL_CACHE_DIR: 'cache' } });

describe('Bun', () => {
  it('installs', async () => {
    await tool.install();
    await project.run(bun, 'add', '@fer/model');
  });

  it('recognises, and says that it needs sharp for pictures: ESM, CommonJS, worker_threads', async () => {
    await expectSharpMissing(project, [bun]);
    await project.run(bun, 'add', 'sharp');
    await expectNodeScripts(project, [bun]);
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
