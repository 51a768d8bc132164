import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const parcel = createFixture('parcel');

describe.skipIf(chromiumPath === undefined)('Parcel 2', () => {
  const browser = useChromium();
  it('installs', () => parcel.install());
  it('builds the page, which recognises', async () => {
    await parcel.run('npm', 'run', 'build');
    await expectFolder(browser(), join(parcel.folder, 'dist'));
  });
});
