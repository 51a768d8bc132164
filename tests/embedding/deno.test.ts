import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectNodeScripts, expectSharpMissing } from './support/node-scripts.ts';

const tool = createFixture('deno');
const deno = join(tool.folder, 'node_modules/.bin/deno');
const { scripts } = JSON.parse(readFileSync(join(tool.folder, 'package.json'), 'utf8'));
const flagsOf = (script: string): string[] => scripts[script].match(/--allow-\w+/g);

// Its cache takes a version for the same for ever.
const project = createFixture('node', { folder: 'deno-project', env: { DENO_DIR: 'cache' } });
const run = (...args: string[]) => project.run(deno, 'run', '--no-prompt', ...args);

describe('Deno', () => {
  it('installs', async () => {
    await tool.run('npm', 'install');
    await project.run(deno, 'add', 'npm:@fer/model');
  });

  it('recognises, and pictures with sharp: ESM, CommonJS, worker_threads', async () => {
    const command = [deno, 'run', '--no-prompt', ...flagsOf('photo')] as const;
    await expectSharpMissing(project, command);
    await project.run(deno, 'add', 'npm:sharp');
    await expectNodeScripts(project, command);
  });

  it('recognises pixels with --allow-read alone', async () => {
    expectAnswer(JSON.parse(await run(...flagsOf('pixels'), 'main.js')));
  });

  it.each([[[]], [['--allow-env', '--allow-ffi']]])('asks for --allow-read: %j', async (flags) => {
    await expect(run(...flags, 'main.js')).rejects.toThrow('--allow-read');
  });

  it.each([[['--allow-read']], [['--allow-read', '--allow-env']], [['--allow-read', '--allow-ffi']]])(
    'asks for what sharp needs: %j',
    async (flags) => {
      await expect(run(...flags, 'photo.js', 'photo.jpg')).rejects.toThrow(
        'Run with: --allow-env --allow-ffi --allow-read',
      );
    },
  );
});
