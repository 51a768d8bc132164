import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const rollup = createFixture('rollup');

describe.skipIf(chromiumPath === undefined)('Rollup 4', () => {
  const browser = useChromium();
  it('installs', () => rollup.install());
  it('builds the page, which recognises', async () => {
    await rollup.run('npm', 'run', 'build');
    await expectFolder(browser(), join(rollup.folder, 'dist'));
  });
});
