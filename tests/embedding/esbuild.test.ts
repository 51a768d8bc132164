import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, ONE_FILE_LIMIT, useChromium } from './support/page.ts';

const esbuild = createFixture('esbuild');

describe('esbuild', () => {
  it('installs', () => esbuild.install());

  it.each([
    ['esm', 'server.mjs'],
    ['cjs', 'server.cjs'],
  ])('recognises in Node: %s', async (format, file) => {
    await esbuild.run('npm', 'run', `build:${format}`);
    expectAnswer(JSON.parse(await esbuild.run('node', `dist-server/${file}`)));
  });

  describe.skipIf(chromiumPath === undefined)('pages', () => {
    const browser = useChromium();
    it('builds the page, which recognises', async () => {
      await esbuild.run('npm', 'run', 'build');
      await expectFolder(browser(), join(esbuild.folder, 'dist'), { limit: ONE_FILE_LIMIT });
    });

    it('builds the page with all assets inside, which recognises', async () => {
      await esbuild.run('npm', 'run', 'build:embedded');
      // The weights are part of the code here.
      await expectFolder(browser(), join(esbuild.folder, 'dist-embedded'), { limit: 3200 });
    });
  });
});
