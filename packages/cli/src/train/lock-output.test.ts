import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockOutput } from './lock-output.ts';
import { type OutputFolder, outputFolder } from './output-folder.ts';

let folder: OutputFolder;
beforeEach(() => {
  folder = outputFolder(mkdtempSync(join(tmpdir(), 'fer-lock-')));
});
afterEach(() => rmSync(folder.path, { recursive: true }));

/** The number of a process that has ended. */
const gone = () => spawnSync(process.execPath, ['--version']).pid;
const here = hostname();

describe('lockOutput', () => {
  it('lets one in, names it to the next, and lets go', () => {
    const unlock = lockOutput(folder);
    expect(JSON.parse(readFileSync(folder.lock, 'utf8'))).toMatchObject({ pid: process.pid, host: here });
    expect(() => lockOutput(folder)).toThrow(
      expect.objectContaining({
        code: 'FER_OUTPUT_BUSY',
        message: expect.stringContaining(`process ${process.pid} on ${here}`),
        details: expect.objectContaining({ folder: folder.path, pid: process.pid, host: here }),
      }),
    );
    unlock();
    expect(existsSync(folder.lock)).toBe(false);
    lockOutput(folder)();
  });

  it.each([
    ['a process that is gone', () => JSON.stringify({ pid: gone(), host: here })],
    [
      'an earlier process of the same number',
      () => JSON.stringify({ pid: process.ppid, host: here, start: '1' }),
    ],
  ])('takes over what %s has left', (_who, text) => {
    writeFileSync(folder.lock, text());
    const unlock = lockOutput(folder);
    expect(JSON.parse(readFileSync(folder.lock, 'utf8')).pid).toBe(process.pid);
    unlock();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    ['a process that runs', () => JSON.stringify({ pid: process.ppid, host: here })],
    [
      'one of another machine, which cannot be asked',
      () => JSON.stringify({ pid: gone(), host: 'elsewhere' }),
    ],
    ['one that is just writing its name', () => ''],
  ])('respects the lock of %s', (_who, text) => {
    writeFileSync(folder.lock, text());
    expect(() => lockOutput(folder)).toThrow(expect.objectContaining({ code: 'FER_OUTPUT_BUSY' }));
  });

  it.each(['', '{"pid":', '{"pid":-1,"host":"x"}', 'null'])(
    'takes over a lock that a kill left as %j',
    (text) => {
      writeFileSync(folder.lock, text);
      utimesSync(folder.lock, new Date(0), new Date(0));
      lockOutput(folder)();
      expect(readdirSync(folder.path)).toEqual([]);
    },
  );

  it('does not let go of a lock that is not its own any more', () => {
    const unlock = lockOutput(folder);
    writeFileSync(folder.lock, 'theirs');
    unlock();
    expect(readFileSync(folder.lock, 'utf8')).toBe('theirs');
  });

  it('names a lock that cannot be made', () => {
    mkdirSync(folder.lock);
    expect(() => lockOutput(folder)).toThrow(
      expect.objectContaining({
        code: 'FER_OUTPUT_FAILED',
        message: expect.stringMatching(/training\.lock.*EISDIR/),
      }),
    );
  });
});
