import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTrainingOptions } from './add-training-options.ts';
import { applyConfig, readConfig } from './read-config.ts';
import { TRAINING_OPTION_NAMES } from './train-options.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'fer-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const parsed = (...argv: string[]) => withTrainingOptions(new Command()).parse(argv, { from: 'user' });

async function read(content: unknown, command = parsed()) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(cwd, 'run.json'), text);
  return readConfig('run.json', command, cwd);
}

it('knows a flag for every option, and no other', () => {
  const flags = new Set(parsed().options.map((option) => option.attributeName()));
  expect([...flags].sort()).toEqual(Object.keys(TRAINING_OPTION_NAMES).sort());
});

it('takes what flags would give, and lets flags come first', async () => {
  const command = parsed('--epochs', '7', '--no-cache');
  const config = await read(
    {
      epochs: 30,
      learningRate: 1e-4,
      augment: 'strong',
      rotate: 5,
      ema: 0.99,
      architectureOptions: { dropout: 0.3 },
      classWeights: true,
      cache: true,
      teacher: ['runs/a', 'runs/b'],
    },
    command,
  );
  applyConfig(command, config);
  expect(command.opts()).toMatchObject({
    epochs: 7,
    learningRate: 1e-4,
    augment: 'strong',
    rotate: 5,
    ema: 0.99,
    architectureOptions: { dropout: 0.3 },
    classWeights: true,
    cache: false,
    teacher: ['runs/a', 'runs/b'],
    batchSize: 64,
  });
  expect(config.teachers).toEqual([]);
});

it('reads a flag of false as one that is not given', async () => {
  const command = parsed();
  applyConfig(command, await read({ classWeights: false, cache: false }, command));
  expect(command.opts()).toMatchObject({ cache: false });
  expect(command.opts().classWeights).toBeUndefined();
});

it('keeps the record of teachers apart from references', async () => {
  const record = { architecture: 'fer-net', sha256: 'a'.repeat(64) };
  const config = await read({ teacher: [record] });
  expect(config).toMatchObject({ file: 'run.json', teachers: [record] });
  expect(config.options.has('teacher')).toBe(false);
});

describe('what cannot be', () => {
  it.each([
    [{ epochs: 0 }, /run\.json: `epochs` is 0\. It must be a whole number of at least 1/],
    [{ epochs: '5' }, /run\.json: `epochs` must be a number, but is '5'/],
    [{ epochs: null }, /run\.json: `epochs` is null\. It must be a whole number/],
    [{ learningRate: [0.1] }, /`learningRate` is an array\. It must be a number above 0/],
    [{ optimizer: 'adma' }, /`optimizer` is 'adma'\. Allowed choices are adam, sgd/],
    [{ optimizer: 5 }, /`optimizer` is 5\. Allowed choices/],
    [{ architecture: 5 }, /`architecture` must be a text, but is 5/],
    [{ architecture: '' }, /`architecture` must be a text, but is ''/],
    [{ architectureOptions: [1] }, /`architectureOptions` is an array\. It must be an object of JSON/],
    [{ architectureOptions: '{}' }, /`architectureOptions` must be an object, but is '{}'/],
    [{ classWeights: 'yes' }, /`classWeights` must be true or false, but is 'yes'/],
    [{ ema: true }, /`ema` is true\. It must be a number from 0 to less than 1/],
    [{ teacher: 'runs/a' }, /`teacher` must be a list of texts/],
    [{ teacher: [{ architecture: 'x', sha256: 'y' }] }, /`teacher` must be a list of texts/],
    [{ teacher: [] }, /`teacher` must be a list of texts/],
    [[], /must hold an object of options, but holds an array/],
    ['{', /run\.json is not JSON/],
  ])('%j is wrong usage', async (content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(message),
    });
  });

  it('an option that there is not', async () => {
    await expect(read({ epoch: 3 })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining("run.json: there is no option 'epoch'. Did you mean 'epochs'?"),
    });
    await expect(read('{ "__proto__": 1 }')).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  });

  it('a manifest that is not valid', async () => {
    await expect(read({ formatVersion: 1 })).rejects.toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
  });
});
