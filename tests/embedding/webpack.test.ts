import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const webpack = createFixture('webpack');

describe.skipIf(chromiumPath === undefined)('webpack 5', () => {
  const browser = useChromium();
  it('installs', () => webpack.install());
  it('builds the page, which recognises', async () => {
    await webpack.run('npm', 'run', 'build');
    await expectFolder(browser(), join(webpack.folder, 'dist'));
  });
});
