import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const rspack = createFixture('rspack');

describe.skipIf(chromiumPath === undefined)('Rspack 2', () => {
  const browser = useChromium();
  it('installs', () => rspack.install());
  it('builds the page, which recognises', async () => {
    await rspack.run('npm', 'run', 'build');
    await expectFolder(browser(), join(rspack.folder, 'dist'));
  });
});
