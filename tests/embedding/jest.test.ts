import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createFixture } from './support/fixture.ts';
import { writePictures } from './support/pictures.ts';

const project = createFixture('jest');

describe('Jest 30', () => {
  it('installs', async () => {
    await project.install('@fer/model', 'sharp');
    await writePictures(project.folder);
    writeFileSync(join(project.folder, 'reference.json'), JSON.stringify(inject('reference')));
  });

  it.each([
    ['CommonJS', 'test', 'node.test.js'],
    ['CommonJS under jsdom', 'test', 'jsdom.test.js'],
    ['ES modules', 'test:modules', 'modules.test.mjs'],
    ['ts-jest', 'test:ts', 'typescript.test.ts'],
  ])('recognises in a test: %s', async (_, script, file) => {
    await project.run('npm', 'run', script, '--', file);
  });

  it('says that sharp is missing', async () => {
    rmSync(join(project.folder, 'node_modules/sharp'), { recursive: true, force: true });
    await expect(project.run('npm', 'run', 'test', '--', 'node.test.js')).rejects.toThrow(
      'sharp is not installed. Run: npm install sharp',
    );
  });
});
