import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFacePng, writeFacesCsv } from './support/drawn-files.ts';
import { type FerOptions, fer, shell } from './support/fer.ts';

let here: FerOptions;
const path = (...parts: string[]) => join(here.cwd, ...parts);

beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-output-')) };
  await Promise.all([writeFacePng(path('a.png'), 'happy'), writeFacePng(path('b.png'), 'sad')]);
  await writeFacesCsv(path('faces.csv'), { Training: 14, PublicTest: 7, PrivateTest: 0 });
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

const TRAIN = 'train --data faces.csv --architecture demo-cnn --batch-size 7 --epochs 3';

describe('a pipe that nobody reads any more', () => {
  it('ends the command quietly, as SIGPIPE would', async () => {
    const { stdout, stderr } = await shell(
      // Of a batch of 16 faces at most.
      `{ fer predict ${'a.png '.repeat(60)}; echo "code $?" >&2; } | head -1`,
      here,
    );
    expect(stdout).toMatch(/^a\.png .*\n$/);
    expect(stderr).toBe('code 141\n');
  });

  it('ends it where it does not even begin to read', async () => {
    const { stderr } = await shell('{ sleep 1; fer predict a.png --json; echo "code $?" >&2; } | true', here);
    expect(stderr).toBe('code 141\n');
  });

  it('leaves a training that can be gone on with', async () => {
    const { stderr } = await shell(`{ fer ${TRAIN} --out piped; echo "code $?" >&2; } | head -1`, here);
    expect(stderr).toMatch(/^hint .*Go on with: fer train --out piped --resume\ncode 141\n$/);
    expect((await fer(['train', '--out', 'piped', '--resume'], here)).exitCode).toBe(0);
  });

  it('does not matter where it is stderr, since no result stands there', async () => {
    const { stdout, stderr } = await shell(
      '{ { sleep 1; fer predict gone.png a.png 2>&3; echo "code $?" >&2; } 3>&1 1>&4 | true; } 4>&1',
      here,
    );
    expect(stdout).toMatch(/^a\.png /);
    expect(stderr).toBe('code 1\n');
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it.each([
    ['predict a.png b.png'],
    ['predict a.png --json'],
    ['predict gone.png --json'],
    ['no-command --json'],
    ['--help'],
    ['--version'],
    ['dataset info faces.csv'],
  ])('is named once: fer %s > /dev/full', async (args) => {
    const { exitCode, stderr } = await shell(`fer ${args} > /dev/full`, here);
    expect(stderr.match(/^error .*$/gm)).toEqual([
      'error [FER_OUTPUT_FAILED] Standard output cannot be written: no space left on device (ENOSPC).',
    ]);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(1);
  });

  it('under stderr loses no result', async () => {
    const { exitCode, stdout } = await shell('fer predict gone.png a.png 2> /dev/full', here);
    expect(stdout).toMatch(/^a\.png /);
    expect(exitCode).toBe(1);
  });

  it('leaves a training that can be gone on with', async () => {
    const stopped = await shell(`fer ${TRAIN} --out full > /dev/full`, here);
    expect(stopped.stderr).toMatch(/FER_OUTPUT_FAILED[\s\S]*Go on with: fer train --out full --resume/);
    expect(stopped.exitCode).toBe(1);
    expect((await fer(['train', '--out', 'full', '--resume'], here)).exitCode).toBe(0);
  });
});

it('names the checkpoint that found no room, and goes on when there is some', async () => {
  const limited = await shell(`ulimit -f 200; fer ${TRAIN} --out small`, here);
  expect(limited.stderr).toMatch(
    /^error \[FER_OUTPUT_FAILED\] .*small\/checkpoints.*EFBIG.*\nhint .*ulimit -f/m,
  );
  expect(limited.exitCode).toBe(1);
  expect((await fer(['train', '--out', 'small', '--resume'], here)).exitCode).toBe(0);
});

it.each([
  ['a folder that cannot be made', '/dev/null/x', /--out \/dev\/null\/x is a file or leads through one/, 2],
  [
    'a name too long',
    'x'.repeat(300),
    /^error \[FER_SYSTEM\].*x{300}.*ENAMETOOLONG.*\nhint Give a shorter path/,
    1,
  ],
])('names %s', async (_what, out, message, expected) => {
  const { exitCode, stderr } = await fer([...TRAIN.split(' '), '--out', out], here);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/mistake in fer/);
  expect(exitCode).toBe(expected);
});

it('says that the folder it is in was removed, and helps without one', async () => {
  await mkdir(path('removed'));
  const { stdout, stderr } = await shell(
    'cd removed && rmdir ../removed && fer --version && fer predict a.png',
    here,
  );
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(stderr).toMatch(/^error \[FER_SYSTEM\] .*folder that you are in was removed/);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

it('minds no closed stdin and stdout', async () => {
  expect(await shell('fer predict a.png <&- >&-', here)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

/** What a terminal would obey, besides the ends of lines. */
const unsafe = (text: string) => text.replaceAll('\n', '').match(/[\p{Cc}\u202e]/gu);

it('prints no control character of a file’s name', async () => {
  const name = 'evil\x1b[2J\x07\r\n\u202e\x9b.png';
  await writeFile(path(name), 'this is no picture');
  const people = await fer(['predict', name, '--debug'], here);
  expect(people.stderr).toContain('evil\\x1b[2J\\x07\\r');
  expect(unsafe(people.stdout + people.stderr)).toBeNull();
  const script = await fer(['predict', name, '--json'], here);
  expect(JSON.parse(script.stdout).images[0].image).toBe(name);
  expect(unsafe(script.stdout)).toBeNull();
});
