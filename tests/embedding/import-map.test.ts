import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const project = createFixture('import-map');

describe.skipIf(chromiumPath === undefined)('no bundler, an import map', () => {
  const browser = useChromium();
  it('installs', () => project.install());
  // As published: not minified, and with what this page does not use.
  it('recognises in the page', () => expectFolder(browser(), project.folder, { limit: 112 }));
});
