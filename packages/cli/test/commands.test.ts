import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFacePng, writeFacesCsv } from './support/drawn-files.ts';
import { type FerOptions, fer } from './support/fer.ts';

/** The built command on a handful of drawn faces. */
const TRAIN = ['--data', 'faces.csv', '--architecture', 'demo-cnn', '--batch-size', '14', '--epochs', '2'];

/** Progress may be on stderr too, if the machine is slow. */
const COMPLAINT = /^(error|warning)/m;

let here: FerOptions;
const path = (...parts: string[]) => join(here.cwd, ...parts);

beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-cli-')) };
  await writeFacesCsv(path('faces.csv'), { Training: 42, PublicTest: 14, PrivateTest: 7 });
  await Promise.all([writeFacePng(path('a.png'), 'happy'), writeFacePng(path('b.png'), 'sad')]);
  await writeFile(path('broken.png'), 'this is no picture');
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

describe('fer train', () => {
  it('leaves weights, checkpoints, options and a log, and scores the weights', async () => {
    const { exitCode, stdout, stderr } = await fer(
      ['train', ...TRAIN, '--out', 'run', '--dtype', 'float16'],
      here,
    );
    expect(stderr).not.toMatch(COMPLAINT);
    expect(exitCode).toBe(0);
    expect(readdirSync(path('run')).sort()).toEqual(
      ['checkpoints', 'fer.json', 'metrics.jsonl', 'options.json', 'weights-1.bin'].sort(),
    );
    expect(stdout).toMatch(/epoch 2\/2 {2}loss/);
    expect(stdout).toMatch(/PublicTest, 14 images: [\d.]+ % \([\d.]+–[\d.]+\) right/);
    expect(stdout).toMatch(/^angry +2 /m);

    const manifest = JSON.parse(readFileSync(path('run', 'fer.json'), 'utf8'));
    expect(manifest.architecture.id).toBe('demo-cnn');
    expect(manifest.tensors[0].dtype).toBe('float16');
    expect(manifest.training.dataset.checksum.value).toMatch(/^[0-9a-f]{32}$/);
    const log = readFileSync(path('run', 'metrics.jsonl'), 'utf8').trim().split('\n');
    expect(log.map((line) => JSON.parse(line).epoch)).toEqual([0, 1]);
  });

  it('refuses a folder that is taken, before it reads the data', async () => {
    const { exitCode, stderr } = await fer(['train', '--data', 'nowhere.csv', '--out', 'run'], here);
    expect(stderr).toMatch(/^error \[FER_OUTPUT_EXISTS\].*run/);
    expect(stderr).toMatch(/^hint .*--resume/m);
    expect(exitCode).toBe(1);
  });

  it('prints one JSON document with --json', async () => {
    const args = ['train', ...TRAIN, '--out', 'json', '--augment', 'none', '--json', '--limit', '28'];
    const { exitCode, stdout, stderr } = await fer(args, here);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ architecture: 'demo-cnn', runtime: 'tfjs-wasm', stoppedEarly: false });
    expect(result.history).toHaveLength(2);
    expect(result.evaluation).toMatchObject({ split: 'public', count: 14 });
    expect(result.evaluation.top1).toBe(result.history[result.bestEpoch].validation.accuracy);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('passes over a runtime of a plugin that cannot train, however fast', async () => {
    const runtime = `{
      id: 'swift', apiVersion: 1, description: 'For tests', priority: 100,
      isSupported: async () => ({ supported: true }), init: async () => {}, load: async () => { throw new Error('It cannot.'); },
    }`;
    await writeFile(
      path('swift.mjs'),
      `export const plugin = { name: 'swift', apiVersion: 1, contributes: { runtimes: [${runtime}] } };`,
    );
    const args = ['train', ...TRAIN, '--out', 'steady', '--plugin', './swift.mjs', '--json', '--limit', '14'];
    const { exitCode, stdout } = await fer(args, here);
    expect(JSON.parse(stdout).runtime).toBe('tfjs-wasm');
    expect(exitCode).toBe(0);
  });

  it('warns how slow the cpu runtime is', async () => {
    const args = ['train', ...TRAIN, '--out', 'slow', '--runtime', 'cpu', '--limit', '2'];
    const { exitCode, stderr } = await fer(args, here);
    expect(stderr).toMatch(/^warning .* 4 s an image/m);
    expect(exitCode).toBe(0);
  });
});

describe('fer evaluate', () => {
  it('prints scores, recall of each class and the confusion matrix as JSON', async () => {
    const args = ['evaluate', '--data', 'faces.csv', '--split', 'private', '--weights', 'run', '--json'];
    const { exitCode, stdout, stderr } = await fer(args, here);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ split: 'private', count: 7, runtime: 'wasm', weights: 'run' });
    expect(result.perClass.map(({ support }: { support: number }) => support)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    const diagonal = result.labels.map((_: string, i: number) => result.confusionMatrix[i][i]);
    expect(diagonal.reduce((a: number, b: number) => a + b) / 7).toBeCloseTo(result.top1, 12);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('compares with other weights, and scores crops and images that are no copies apart', async () => {
    const args = [
      'evaluate',
      '--data',
      'faces.csv',
      '--weights',
      'run',
      '--against',
      'json',
      '--tta',
      'flip',
    ];
    const { stdout } = await fer([...args, '--without-copies', '--json'], here);
    const { against, tta, withoutCopies, ...single } = JSON.parse(stdout);
    expect(single).toMatchObject({ count: 14, labelSource: 'fer2013', temperature: expect.any(Number) });
    const [low, high] = single.intervals.top1;
    expect(low).toBeLessThanOrEqual(single.top1);
    expect(high).toBeGreaterThanOrEqual(single.top1);
    expect(single.selective).toHaveLength(6);
    expect(tta).toMatchObject({ kind: 'flip', count: 14 });
    expect(tta.loss).not.toBe(single.loss);
    expect(withoutCopies).toMatchObject({ leftOut: 0, count: 14, top1: single.top1, loss: single.loss });
    expect(against).toMatchObject({ weights: 'json', architecture: 'demo-cnn', count: 14 });
    expect(against.comparison).toMatchObject({ count: 14, accuracyA: single.top1, accuracyB: against.top1 });

    const people = await fer([...args, '--without-copies'], here);
    expect(people.stdout).toMatch(/^with flip: .* right · balanced accuracy/m);
    expect(people.stdout).toMatch(/^without the 0 images that Training holds too: .* right$/m);
    expect(people.stdout).toMatch(/^against json, .* points \(.* to .*\), McNemar p = [\d.]+$/m);
    expect(people.exitCode).toBe(0);
  });

  it('leaves out what Training holds too', async () => {
    const rows = readFileSync(path('faces.csv'), 'utf8').split('\n');
    const copies = [1, 2].map((row) => rows[row]!.replace('Training', 'PublicTest'));
    await writeFile(path('copies.csv'), [...rows.filter(Boolean), ...copies, ''].join('\n'));
    const args = ['evaluate', '--data', 'copies.csv', '--weights', 'run', '--without-copies', '--json'];
    const { count, withoutCopies } = JSON.parse((await fer(args, here)).stdout);
    expect(count).toBe(16);
    expect(withoutCopies).toMatchObject({ leftOut: 2, count: 14 });
  });

  it('scores by the majority of FER+, beside the data or where it is told to be', async () => {
    // Everybody calls the first PublicTest row sad, nobody agrees on the second; the others are as they were drawn.
    const columns = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'neutral', 'contempt'];
    const rows = readFileSync(path('faces.csv'), 'utf8').trim().split('\n').slice(1);
    const firstPublic = rows.findIndex((row) => row.endsWith('PublicTest'));
    const votes = rows.map((row, at) => {
      const label = at === firstPublic ? 4 : Number(row[0]);
      const ten = columns.map((_, i) => (at === firstPublic + 1 ? 1 : i === label ? 10 : 0));
      return [row.slice(row.lastIndexOf(',') + 1), 'face.png', ...ten, 0, 0].join(',');
    });
    const text = [['Usage', 'Image name', ...columns, 'unknown', 'NF'].join(','), ...votes, ''].join('\n');
    await mkdir(path('votes'));
    await writeFile(path('votes', 'ferplus.csv'), text);
    await cp(path('faces.csv'), path('votes', 'faces.csv'));

    const args = ['evaluate', '--weights', 'run', '--labels', 'ferplus', '--json', '--data'];
    const beside = JSON.parse((await fer([...args, 'votes/faces.csv'], here)).stdout);
    expect(beside).toMatchObject({ labelSource: 'ferplus', count: 13 });
    expect(beside.perClass.map(({ support }: { support: number }) => support)).toEqual([1, 1, 2, 2, 3, 2, 2]);
    const told = await fer([...args, 'faces.csv', '--ferplus', 'votes/ferplus.csv'], here);
    expect(JSON.parse(told.stdout).confusionMatrix).toEqual(beside.confusionMatrix);
  });

  it('says where it looked for weights that are not there', async () => {
    const { exitCode, stderr } = await fer(['evaluate', '--data', 'faces.csv', '--weights', 'gone'], here);
    expect(stderr).toMatch(/^error \[FER_WEIGHTS_NOT_FOUND\].*gone/);
    expect(exitCode).toBe(1);
  });
});

describe('fer predict', () => {
  it('draws seven bars for each picture', async () => {
    const { exitCode, stdout, stderr } = await fer(['predict', 'a.png', 'b.png', '--weights', 'run'], here);
    expect(stdout).toMatch(/^a\.png {2}\w+ [\d.]+ %\n( {2}\w+ .* %\n){7}\nb\.png/);
    expect(stderr).not.toMatch(COMPLAINT);
    expect(exitCode).toBe(0);
  });

  it('prints one JSON document and an empty stderr with --json', async () => {
    const args = ['predict', 'a.png', '--weights', 'run', '--no-detect', '--json', '--runtime', 'cpu'];
    const { exitCode, stdout, stderr } = await fer(args, here);
    const { images, runtime } = JSON.parse(stdout);
    expect(runtime).toBe('cpu');
    expect(images).toHaveLength(1);
    expect(images[0].image).toBe('a.png');
    const [face] = images[0].faces;
    expect(Object.keys(face.scores)).toContain(face.emotion);
    expect(face.box).toEqual({ x: 0, y: 0, width: 96, height: 96 });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('finds faces, or says plainly that there is none', async () => {
    const blank = { width: 64, height: 64, channels: 3, background: 'gray' } as const;
    await sharp({ create: blank }).png().toFile(path('blank.png'));
    const script = await fer(['predict', 'a.png', 'blank.png', '--json'], here);
    const [drawn, none] = JSON.parse(script.stdout).images;
    expect(drawn.faces).toHaveLength(1);
    const [{ box, faceConfidence }] = drawn.faces;
    // The head of a drawn face fills most of its 96 pixels.
    expect([box.x, box.y, box.x + box.width, box.y + box.height].every((at) => at > 0 && at < 96)).toBe(true);
    expect(faceConfidence).toBeGreaterThan(0.5);
    expect(none.faces).toEqual([]);
    expect(script.exitCode).toBe(0);

    const people = await fer(['predict', 'blank.png', '--detector', 'blazeface'], here);
    expect(people.stdout).toMatch(/^blank\.png {2}no face found; --no-detect takes the whole picture$/m);
    expect((await fer(['predict', 'a.png', '--detector', 'eyes'], here)).stderr).toMatch(
      /FER_UNKNOWN_ID.*eyes/,
    );
    const both = await fer(['predict', 'a.png', '--detector', 'blazeface', '--no-detect'], here);
    expect(both.stderr).toMatch(/--no-detect/);
    expect(both.exitCode).toBe(2);
  });

  it('tempers as the weights say, unless told otherwise, and says where it is not sure', async () => {
    await cp(path('run'), path('hot'), { recursive: true });
    const manifest = JSON.parse(readFileSync(path('hot', 'fer.json'), 'utf8'));
    const calibration = { temperature: 20, fittedOn: 'a test' };
    await writeFile(path('hot', 'fer.json'), JSON.stringify({ ...manifest, calibration }));
    const faceBy = async (...args: string[]) => {
      const { stdout } = await fer(['predict', 'a.png', '--json', ...args], here);
      return JSON.parse(stdout).images[0].faces[0];
    };
    const plain = await faceBy('--weights', 'run', '--uncalibrated');
    const hot = await faceBy('--weights', 'hot', '--min-confidence', '0.9');
    expect(hot).toMatchObject({ emotion: plain.emotion, isSure: false });
    // The twentieth root leaves little to tell seven labels apart.
    expect(hot.confidence).toBeLessThan(0.3);
    expect(await faceBy('--weights', 'hot', '--uncalibrated')).toEqual(plain);

    const people = await fer(['predict', 'a.png', '--weights', 'hot', '--min-confidence', '0.9'], here);
    expect(people.stdout).toMatch(/^a\.png {2}\w+ [\d.]+ %, unsure$/m);
    const scored = ['evaluate', '--data', 'faces.csv', '--weights', 'hot'];
    expect((await fer(scored, here)).stdout).toMatch(/calibration error .* without the temperature 20\)/);
    expect((await fer([...scored, '--uncalibrated'], here)).stdout).not.toMatch(/temperature/);
  });

  it('takes the first runtime of a list that works', async () => {
    const args = ['predict', 'a.png', '--weights', 'run', '--json', '--runtime'];
    const runtimeOf = async (list: string) => JSON.parse((await fer([...args, list], here)).stdout).runtime;
    expect(await runtimeOf('cpu,wasm')).toBe('cpu');
    expect(await runtimeOf('webgl,wasm')).toBe('wasm');
  });

  it('finds kernels and weights in another folder, and says which file is not there', async () => {
    const assets = fileURLToPath(new URL('../../model/assets', import.meta.url));
    await cp(assets, path('copy of assets'), { recursive: true });
    const args = ['predict', 'a.png', '--json', '--assets', 'copy of assets', '--runtime', 'wasm'];
    const copied = await fer(args, here);
    expect(copied.stderr).toBe('');
    expect(JSON.parse(copied.stdout).images).toEqual(
      JSON.parse((await fer(['predict', 'a.png', '--json'], here)).stdout).images,
    );

    await rm(path('copy of assets', 'fer-net-weights-1.bin'));
    const broken = await fer(
      args.filter((arg) => arg !== '--json'),
      here,
    );
    expect(broken.stderr).toMatch(/^error \[FER_\w+\] .*fer-net-weights-1\.bin/);
    expect(broken.exitCode).toBe(1);
  });

  it('does not lose the others for one bad picture', async () => {
    const args = ['predict', 'broken.png', 'gone.png', 'b.png', '--weights', 'run'];
    const people = await fer(args, here);
    expect(people.stdout).toMatch(/^b\.png/);
    expect(people.stderr).toMatch(
      /error \[FER_IMAGE_\w+\].*broken\.png[\s\S]*error \[FER_IMAGE_NOT_FOUND\].*gone\.png/,
    );
    expect(people.exitCode).toBe(1);

    const script = await fer([...args, '--json'], here);
    const [broken, gone, good] = JSON.parse(script.stdout).images;
    expect(broken.error.code).toMatch(/^FER_IMAGE_/);
    expect(gone.error.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(good.faces).toHaveLength(1);
    expect(script.stderr).toBe('');
    expect(script.exitCode).toBe(1);
  });
});

describe('fer dataset info', () => {
  it('counts rows of each split and class', async () => {
    const { exitCode, stdout } = await fer(['dataset', 'info', 'faces.csv', '--json'], here);
    const info = JSON.parse(stdout);
    expect(info.count).toBe(63);
    expect(info.splits.training.classes).toEqual(
      Object.fromEntries(
        ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'].map((e) => [e, 6]),
      ),
    );
    expect(info.splits.private.count).toBe(7);
    expect(info.source.checksum.value).toMatch(/^[0-9a-f]{32}$/);
    expect(exitCode).toBe(0);
  });

  it('prints a table, and what was looked for', async () => {
    const { stdout } = await fer(['dataset', 'info', 'faces.csv', '--duplicates'], here);
    expect(stdout).toMatch(/^happy +6 +2 +1 +9$/m);
    expect(stdout).toMatch(/not a published file/);
    expect(stdout).toMatch(/Images that are the same: 0 in 0 groups/);
  });

  it('stops at a bad row, or leaves it out and says so', async () => {
    const rows = readFileSync(path('faces.csv'), 'utf8').split('\n');
    rows[3] = rows[3]!.replace(/^\d+,\d+/, '2,256');
    await writeFile(path('bad.csv'), rows.join('\n'));
    const strict = await fer(['dataset', 'info', 'bad.csv'], here);
    expect(strict.stderr).toMatch(/^error \[FER_DATA_ROW\].*256[\s\S]*hint .*--skip-bad-rows/);
    expect(strict.exitCode).toBe(1);

    const lenient = await fer(['dataset', 'info', 'bad.csv', '--skip-bad-rows'], here);
    expect(lenient.stdout).toMatch(/1 rows were left out:\n {2}row 3: .*256/);
    expect(lenient.exitCode).toBe(0);
  });
});

describe('--plugin', () => {
  it('adds what a module brings', async () => {
    const runtime = `{ id: 'theirs', apiVersion: 1, description: 'a runtime of theirs', priority: 0,
      isSupported: async () => ({ supported: true }), init: async () => {}, load: async () => { throw new Error('no'); } }`;
    await writeFile(
      path('theirs.mjs'),
      `export default { name: 'theirs', apiVersion: 1, contributes: { runtimes: [${runtime}] } };`,
    );
    const { stdout } = await fer(['runtimes', '--plugin', './theirs.mjs'], here);
    expect(stdout).toMatch(/^theirs +yes +no +a runtime of theirs$/m);
  });

  it.each([
    ['gone.mjs', /FER_PLUGIN_INVALID.*gone\.mjs/],
    ['faces.csv', /FER_PLUGIN_INVALID.*faces\.csv/],
  ])('says what is wrong with %s', async (module, message) => {
    const { exitCode, stderr } = await fer(['runtimes', '--plugin', module], here);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
  });
});

describe('fer demo', () => {
  it('trains, scores and names faces, and leaves nothing behind', async () => {
    const before = readdirSync(here.cwd);
    const { exitCode, stdout, stderr } = await fer(['demo', '--json'], here);
    const { evaluation, faces, history } = JSON.parse(stdout);
    expect(history).toHaveLength(10);
    // Seven emotions, all equally many: 14 % by chance.
    expect(evaluation.top1).toBeGreaterThan(0.7);
    expect(faces).toHaveLength(4);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(readdirSync(here.cwd)).toEqual(before);
    expect(existsSync(path('fer.json'))).toBe(false);
  }, 240_000);
});

describe('fer weights', () => {
  it('takes ours to Keras and brings them back, and scores them at once', async () => {
    const to = await fer(['weights', 'convert', 'fer-net', 'fer-net.keras'], here);
    expect(to.stderr).not.toMatch(COMPLAINT);
    const args = ['weights', 'convert', 'fer-net.keras', 'back', '--input', 'fer2013-01', '--json'];
    const { exitCode, stdout } = await fer([...args, '--check', 'faces.csv'], here);
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ format: 'fer', notes: [], check: { split: 'public', count: 14 } });
    const own = await fer(['evaluate', '--data', 'faces.csv', '--uncalibrated', '--json'], here);
    expect(result.check.top1).toBe(JSON.parse(own.stdout).top1);
  });

  it('says what weights of ours are, and reads no numbers for it', async () => {
    await mkdir(path('described'));
    await cp(
      fileURLToPath(new URL('../../model/weights/fer-net/fer.json', import.meta.url)),
      path('described', 'fer.json'),
    );
    const { exitCode, stdout } = await fer(['weights', 'info', 'described'], here);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^fer-net {2}weights of @fer, [\d,]+ parameters in [\d.]+ MB, Apache-2\.0$/m);
    expect(stdout).toMatch(/^private {2}count 3,589, loss 0\.836, top1 0\.705/m);
    const json = JSON.parse((await fer(['weights', 'info', 'fer-net', '--json'], here)).stdout);
    expect(json).toMatchObject({
      format: 'fer',
      licence: 'Apache-2.0',
      figures: { public: { count: 3589 } },
    });
    expect(json.tensors).toBeUndefined();
  });

  it('takes ours to ONNX, without a plugin, and brings them back', async () => {
    const to = await fer(['weights', 'convert', 'fer-net', 'fer-net.onnx', '--json'], here);
    expect(to.stderr).not.toMatch(COMPLAINT);
    expect(JSON.parse(to.stdout)).toMatchObject({ format: 'onnx' });
    const args = ['weights', 'convert', 'fer-net.onnx', 'from-onnx', '--input', 'fer2013-01', '--json'];
    const { stdout } = await fer([...args, '--check', 'faces.csv'], here);
    const own = await fer(['evaluate', '--data', 'faces.csv', '--uncalibrated', '--json'], here);
    expect(JSON.parse(stdout).check.top1).toBe(JSON.parse(own.stdout).top1);
  });

  it('says what a file holds, and overwrites nothing', async () => {
    const { stdout } = await fer(['weights', 'info', 'fer-net.keras', '--json'], here);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'keras', inputShape: [48, 48, 1] });
    const { exitCode, stderr } = await fer(['weights', 'convert', 'fer-net', 'fer-net.keras'], here);
    expect(stderr).toMatch(/^error \[FER_OUTPUT_EXISTS\].*fer-net\.keras/);
    expect(exitCode).toBe(1);
  });
});
