import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts } from './support/node-scripts.ts';

const tool = createFixture('deno');
const deno = join(tool.folder, 'node_modules/.bin/deno');
// Its cache takes a version for the same for ever.
const project = createFixture('node', { folder: 'deno-project', env: { DENO_DIR: 'cache' } });
const run = (...args: string[]) => project.run(deno, 'run', '--no-prompt', ...args);

describe('Deno', () => {
  it('installs', async () => {
    await tool.run('npm', 'install');
    await project.run(deno, 'add', 'npm:@fer/model', 'npm:sharp');
  });

  it('recognises: ESM, CommonJS, worker_threads', () =>
    expectNodeScripts(project, [deno, 'run', '--no-prompt', '--allow-read', '--allow-env', '--allow-ffi']));

  it('recognises pixels with --allow-read alone', async () =>
    expectAnswer(JSON.parse(await run('--allow-read', 'main.js'))));

  it.each([[], ['--allow-env', '--allow-ffi']])('asks for --allow-read: %s', async (...flags) => {
    await expect(run(...flags, 'main.js')).rejects.toThrow('--allow-read');
  });

  it.each([['--allow-read'], ['--allow-read', '--allow-env'], ['--allow-read', '--allow-ffi']])(
    'asks for what sharp needs: %s %s',
    async (...flags) => {
      await expect(run(...flags, 'photo.js', 'photo.jpg')).rejects.toThrow(
        'Run with: --allow-env --allow-ffi --allow-read',
      );
    },
  );

  it('says that sharp is missing', async () => {
    await project.run(deno, 'remove', 'sharp');
    await expect(run('--allow-all', 'photo.js', 'photo.jpg')).rejects.toThrow(
      'sharp is not installed. Run: npm install sharp',
    );
  });
});
