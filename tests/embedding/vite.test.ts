import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, expectPage, ONE_FILE_LIMIT, useChromium } from './support/page.ts';

const vite = createFixture('vite');

describe.skipIf(chromiumPath === undefined)('Vite 8', () => {
  const browser = useChromium();
  it('installs', () => vite.install());

  it('serves the page while it is developed', async () => {
    const server = await vite.serve('npm', 'run', 'dev');
    try {
      // Neither minified nor without Vite's own client.
      await expectPage(browser(), server.url, { limit: 352 });
    } finally {
      await server.close();
    }
  });

  it('builds the page, which recognises', async () => {
    await vite.run('npm', 'run', 'build');
    await expectFolder(browser(), join(vite.folder, 'dist'));
  });

  it('builds a worker in its default format, which recognises', async () => {
    await vite.run('npm', 'run', 'build:worker');
    await expectFolder(browser(), join(vite.folder, 'worker/dist'), { limit: ONE_FILE_LIMIT });
  });

  it('builds for a server, with everything inside', async () => {
    await vite.run('npm', 'run', 'build:server');
    expectAnswer(JSON.parse(await vite.run('node', 'dist-server/server.js')));
  });
});
