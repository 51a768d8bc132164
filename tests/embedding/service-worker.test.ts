import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, ONE_FILE_LIMIT, useChromium } from './support/page.ts';

const project = createFixture('service-worker');

describe.skipIf(chromiumPath === undefined)('module service worker', () => {
  const browser = useChromium();
  it('installs', () => project.install());
  it('builds the service worker, which recognises', async () => {
    await project.run('npm', 'run', 'build');
    await expectFolder(browser(), join(project.folder, 'dist'), { limit: ONE_FILE_LIMIT });
  });
});
