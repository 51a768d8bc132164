import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const webpack = createFixture('webpack');

describe.skipIf(chromiumPath === undefined)('webpack 5', () => {
  const browser = useChromium();
  it('installs', () => webpack.install());
  it('builds the page', () => webpack.run('npm', 'run', 'build'));
  it('recognises in the page', () => expectFolder(browser(), join(webpack.folder, 'dist')));
});
