import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../package.json';
import { testTerminal } from '../test/support/test-terminal.ts';
import { run } from './run.ts';

async function runHere(...args: string[]) {
  const terminal = testTerminal();
  const exitCode = await run(args, terminal);
  return { exitCode, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** What is refused before anything is read or written. */
const TRAIN = ['train', '--data', 'synthetic', '--out', 'never-made'];

const COMMANDS = [
  ['demo'],
  ['predict'],
  ['train'],
  ['evaluate'],
  ['dataset', 'info'],
  ['weights', 'convert'],
  ['weights', 'info'],
  ['runtimes'],
  ['plugins'],
];

describe('help', () => {
  it('is on stdout, for the command itself and without any argument', async () => {
    const { exitCode, stdout, stderr } = await runHere('--help');
    expect(exitCode).toBe(0);
    for (const [name] of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name}`, 'm'));
    expect(stderr).toBe('');
    expect(await runHere()).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it.each(COMMANDS)('has examples that this command understands: %s %s', async (...command) => {
    const { exitCode, stdout } = await runHere(...command.filter(Boolean), '--help');
    expect(exitCode).toBe(0);
    const examples = stdout.split('Examples:\n')[1]!.trim().split('\n');
    for (const example of examples) {
      const line = example.trim().split(/ {2,}/)[0]!;
      expect(line.startsWith(`fer ${command.filter(Boolean).join(' ')}`)).toBe(true);
      const options = line.match(/--[a-z-]+/g) ?? [];
      for (const option of options) expect(stdout).toContain(`  ${option}`);
    }
  });

  it('says what a prediction is not', async () => {
    const { stdout } = await runHere('predict', '--help');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('posed expressions, not what people feel');
  });

  it('tells the version', async () => {
    expect(await runHere('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    [['trian'], /unknown command 'trian'\n {2}\(Did you mean train\?\)/],
    [['train', '--epoch', '3'], /unknown option '--epoch'\n {2}\(Did you mean --epochs\?\)/],
    [['train', '--out', 'x', '--epochs', 'x'], /--epochs <n>.*'x'.*whole number of at least 1/],
    [['train', '--out', 'x', '--optimizer', 'adma'], /Allowed choices are adam, sgd/],
    [['train', '--out', 'x'], /--data is missing. Give a path, or --data synthetic/],
    [['train', '--data', 'synthetic'], /--out is missing/],
    [['evaluate'], /--data is missing/],
    [['evaluate', '--data', 'synthetic', '--split', 'test'], /Allowed choices are public, private, training/],
    [
      ['evaluate', '--data', 'synthetic', '--tta', 'flop'],
      /Allowed choices are none, flip, flip-unsure, ten-crop/,
    ],
    [['evaluate', '--data', 'synthetic', '--labels', 'ferplus'], /goes with fer2013\.csv/],
    [
      ['evaluate', '--data', 'a/b.csv', '--labels', 'ferplus'],
      /no ferplus\.csv or .* beside a\/b\.csv.*--ferplus/,
    ],
    [['evaluate', '--data', 'b.csv', '--ferplus', 'c.csv'], /--ferplus is for --labels ferplus/],
    [
      ['evaluate', '--data', 'b.csv', '--split', 'training', '--without-copies'],
      /--without-copies is for the splits that are not Training/,
    ],
    [['predict', 'a.png', '--min-confidence', '60'], /--min-confidence <share>.*'60'.*from 0 to 1/],
    [['predict'], /missing required argument 'images'/],
    [['dataset', 'info'], /missing required argument 'data'/],
    [['runtimes', 'now'], /too many arguments/],
    [['weights', 'convert', 'out'], /There is nothing to read/],
    [
      ['weights', 'convert', 'a.h5', 'out'],
      /--input is missing. Give one of fer2013-01, xception-pm1, ferplus-255, imagenet-224/,
    ],
    [['weights', 'convert', 'a.h5', 'out', '--input', 'xception'], /--input 'xception' is not known/],
    [['predict', 'a.png', '--runtime', 'wasm,'], /Separate ids by single commas/],
    [['predict', 'a.png', '--assets', ''], /--assets is empty/],
    [['train', '--out', '', '--data', 'synthetic'], /--out is empty/],
    [['evaluate', '--data='], /--data is empty/],
    [['predict', 'a.png', ''], /Argument 2 is empty/],
    [['dataset', 'info', ''], /Argument 1 is empty/],
    [['train', '--epochs', '2', '--epochs', '3'], /--epochs is given twice/],
    [['train', '--no-augment'], /unknown option '--no-augment'/],
    [['train', '--ema', '0.9', '--ema', '0.99'], /--ema is given twice/],
    [['train', '--ema', '1'], /--ema \[decay\].*from 0 to less than 1/],
    [['train', '--mix-until', '0'], /number above 0, at most 1/],
    [['train', '--architecture-options', '[1]'], /It must be an object of JSON/],
    [[...TRAIN, '--mix-until', '0.5'], /--mix-until counts only with --mixup or --cutmix/],
    [[...TRAIN, '--temperature', '3'], /--temperature counts only with --teacher\./],
    [[...TRAIN, '--teacher-share', '0.5'], /--teacher-share counts only with --teacher\./],
    [[...TRAIN, '--momentum', '0.5'], /--momentum counts only with --optimizer sgd/],
    [
      [...TRAIN, '--final-rate', '0', '--schedule', 'step'],
      /--final-rate counts only with --schedule cosine/,
    ],
    [
      [...TRAIN, '--augment', 'none', '--erase', '1'],
      /--erase counts only with an augmentation \(--augment standard\)/,
    ],
    [
      [...TRAIN, '--mixup', '--cutmix', '--mix-share', '0.6'],
      /--mix-share is at most 0.5 with both .* is 0.6/,
    ],
    [[...TRAIN, '--ferplus', 'x.csv'], /--ferplus counts only with --targets ferplus/],
    [[...TRAIN, '--targets', 'ferplus'], /--targets ferplus needs fer2013.csv.*drawn faces/],
    [
      ['train', '--data', 'nowhere/x.csv', '--out', 'x', '--targets', 'ferplus'],
      /no ferplus\.csv or fer2013new\.csv beside .*nowhere\/x\.csv\. Give the file: --ferplus <file>/,
    ],
    [[...TRAIN, '--config', 'nowhere.json'], /--config nowhere.json is not there/],
    [['train', '--out', 'x', '--resume', '--config', 'x.json'], /--config and --resume exclude each other/],
    [['train', '--seed', '4294967296'], /from 0 to 4294967295/],
    [['train', '--learning-rate', '0x10'], /number above 0/],
    [['train', '--warmup', '1e999'], /from 0 to less than 1/],
  ])('%j is an error on stderr with exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await runHere(...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error /);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it('is JSON with --json', async () => {
    const { exitCode, stdout, stderr } = await runHere('train', '--json', '--epochs', 'x');
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'FER_USAGE', details: {} });
    expect(stderr).toBe('');
    expect(exitCode).toBe(2);
  });

  it.each([
    ['runtime', ['--runtime', 'wsam'], /"wsam".*tfjs-wasm, webgl, node, tfjs-cpu/],
    ['architecture', ['--architecture', 'vgg'], /"vgg".*tutorial-cnn, mini-xception/],
    ['augmentation', ['--augment', 'strng'], /Did you mean "strong"\? Available: standard, strong/],
  ])('lists the ids there are for an unknown %s', async (_kind, args, message) => {
    const { exitCode, stderr } = await runHere(
      'train',
      '--data',
      'synthetic',
      '--out',
      'never-made',
      ...args,
    );
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});

describe('failures', () => {
  it('tells of data that is not there, and what to do', async () => {
    const { exitCode, stdout, stderr } = await runHere('dataset', 'info', 'nowhere.csv');
    expect(stderr).toMatch(/^error \[FER_DATA_NOT_FOUND\].*nowhere\.csv/);
    expect(stderr).toMatch(/^hint .*--data synthetic/m);
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
  });

  it('tells of a training that is not there', async () => {
    const { exitCode, stderr } = await runHere('train', '--out', 'never-made', '--resume');
    expect(stderr).toMatch(/^error \[FER_CHECKPOINT_NOT_FOUND\].*never-made/);
    expect(exitCode).toBe(1);
  });

  it('shows the stack with --debug', async () => {
    expect((await runHere('dataset', 'info', 'nowhere.csv', '--debug')).stderr).toMatch(/\n {4}at /);
  });
});

describe('plugins', () => {
  it('lists what is there, where from, and what works', async () => {
    const { exitCode, stdout } = await runHere('plugins', '--json');
    const { plugins } = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    const names = plugins.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      '@fer/runtime-tfjs',
      '@fer/pretrained',
      '@fer/detector-blazeface',
      '@fer/cli',
      '@fer/model',
      '@fer/dataset',
      '@fer/formats',
    ]);
    for (const { version, from } of plugins) {
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
      expect(from).toMatch(/packages/);
    }
    const ids = plugins.flatMap(({ parts }: { parts: { id: string }[] }) => parts.map(({ id }) => id));
    expect(ids).toEqual(
      expect.arrayContaining(['fer-net', 'blazeface', 'exponential', 'strong', 'keras-h5']),
    );
    expect(plugins[0].parts[1]).toEqual({
      point: 'runtimes',
      id: 'webgl',
      description: expect.any(String),
      supported: false,
      reason: expect.stringContaining('browser'),
    });
    expect(plugins[4].parts.find(({ id }: { id: string }) => id === 'sharp')).toMatchObject({
      point: 'decoders',
      description: null,
      supported: true,
    });
  });

  it('prints tables for people', async () => {
    const { stdout } = await runHere('plugins');
    expect(stdout).toMatch(/^@fer\/model +\d+\.\d+\.\d+ +\/.*model$/m);
    expect(stdout).toMatch(/^runtime +wasm +@fer\/model +yes +WebAssembly SIMD/m);
    expect(stdout).toMatch(/^augmentation +strong +@fer\/dataset +also turns/m);
  });

  it('tells of what a plugin of others brings, and that it hangs or throws, by its name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fer-plugins-'));
    const runtime = (id: string, isSupported: string) =>
      `{ id: '${id}', apiVersion: 1, description: '', priority: 0, init() {}, load() {}, isSupported: ${isSupported} }`;
    const runtimes = [runtime('odd', "() => { throw new Error('odd'); }"), runtime('even', '() => 1')];
    await writeFile(join(folder, 'package.json'), '{ "version": "1.2.3" }');
    await writeFile(
      join(folder, 'theirs.mjs'),
      `export const plugin = { name: 'theirs', apiVersion: 1, contributes: { runtimes: [${runtimes}] } };`,
    );
    const { stdout } = await runHere('plugins', '--json', '--plugin', join(folder, 'theirs.mjs'));
    const [{ name, version, from, parts }] = JSON.parse(stdout).plugins;
    expect({ name, version, from }).toEqual({ name: 'theirs', version: '1.2.3', from: folder });
    expect(parts.map(({ reason }: { reason: string }) => reason)).toEqual([
      'The runtime "odd" of plugin "theirs" failed in `isSupported`: odd.',
      'The runtime "even" of plugin "theirs" must give whether it is supported in `isSupported`, but did not.',
    ]);
    await rm(folder, { recursive: true });
  });
});

describe('runtimes', () => {
  it('says which work, why the others do not, and which auto takes', async () => {
    const { exitCode, stdout } = await runHere('runtimes', '--json');
    const { auto, runtimes } = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(auto).toBe('wasm');
    expect(runtimes.map(({ id }: { id: string }) => id)).toEqual([
      'wasm',
      'tfjs-wasm',
      'webgl',
      'node',
      'cpu',
      'tfjs-cpu',
    ]);
    expect(runtimes[2]).toMatchObject({ works: false, reason: expect.stringContaining('browser') });
  });

  it('prints a table for people', async () => {
    const { stdout } = await runHere('runtimes');
    expect(stdout).toMatch(/^wasm +yes +no .*\ntfjs-wasm +yes +yes/m);
    expect(stdout).toMatch(/--runtime auto takes wasm here\.\n$/);
  });
});
