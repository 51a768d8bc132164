import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

it.each(['run', '../a-b/run_1', 'my run', "it's", '$HOME', 'a;b', '-x', '', 'grüße'])(
  'is read by a shell as what it was: %j',
  (path) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(path)}`], { encoding: 'utf8' })).toBe(path);
  },
);

it('leaves plain paths as they are', () => {
  expect(shellWord('runs/my-run.1')).toBe('runs/my-run.1');
});
