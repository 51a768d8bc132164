import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, inject, it } from 'vitest';
import { createFixture } from './support/fixture.ts';
import { writePictures } from './support/pictures.ts';

const project = createFixture('vitest');

describe('Vitest 4', () => {
  it('installs', async () => {
    await project.install('@fer/model', 'sharp');
    await writePictures(project.folder);
    writeFileSync(join(project.folder, 'reference.json'), JSON.stringify(inject('reference')));
  });

  it.each([
    ['Node', 'node.test.js'],
    ['jsdom', 'jsdom.test.js'],
  ])('recognises in a test: %s', async (_, file) => {
    await project.run('npm', 'run', 'test', '--', file);
  });
});
