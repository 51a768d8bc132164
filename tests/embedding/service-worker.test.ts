import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const project = createFixture('service-worker');

describe.skipIf(chromiumPath === undefined)('module service worker', () => {
  const browser = useChromium();
  it('installs', () => project.install());
  it('builds', () => project.run('npm', 'run', 'build'));
  it('recognises in the service worker', () => expectFolder(browser(), join(project.folder, 'dist')));
});
