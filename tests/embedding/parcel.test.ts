import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, useChromium } from './support/page.ts';

const parcel = createFixture('parcel');

describe.skipIf(chromiumPath === undefined)('Parcel 2', () => {
  const browser = useChromium();
  it('installs', () => parcel.install());
  it('builds the page, which recognises', async () => {
    const manifest = join(parcel.folder, 'package.json');
    const before = await readFile(manifest, 'utf8');
    await parcel.run('npm', 'run', 'build');
    // Parcel installs what it takes for missing: a polyfill of `process`, where it sees one used.
    expect(await readFile(manifest, 'utf8')).toBe(before);
    await expectFolder(browser(), join(parcel.folder, 'dist'));
  });
});
