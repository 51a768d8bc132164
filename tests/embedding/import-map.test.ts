import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const project = createFixture('import-map');

describe.skipIf(chromiumPath === undefined)('no bundler, an import map', () => {
  const browser = useChromium();
  it('installs', () => project.install());
  it('recognises in the page', () => expectFolder(browser(), project.folder));
});
