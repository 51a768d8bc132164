import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = ['core', 'dataset', 'backend-wasm', 'model', 'runtime-onnx', 'cli'] as const;
const work = mkdtempSync(join(tmpdir(), 'fer-packages-'));
const consumer = join(work, 'consumer');
let tarballs: string[] = [];

beforeAll(() => {
  mkdirSync(consumer);
  const where = packages.flatMap((name) => ['--workspace', `packages/${name}`]);
  execFileSync('npm', ['pack', ...where, '--pack-destination', work, '--silent'], { cwd: root });
  tarballs = readdirSync(work).filter((file) => file.endsWith('.tgz'));

  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const files = tarballs.map((file) => join(work, file));
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  // onnxruntime-node would fetch CUDA libraries from nuget.org, and be left out where it cannot.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  execFileSync('npm', [...install, ...files], { cwd: consumer, stdio: 'pipe', env });
  for (const file of ['import.mjs', 'require.cjs', 'types.mts', 'types.cts', 'tsconfig.json']) {
    copyFileSync(fileURLToPath(new URL(`./consumer/${file}`, import.meta.url)), join(consumer, file));
  }
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(packages)('@fer/%s', (name) => {
  it('has nothing for publint to mend', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(root, 'packages', name), strict: true });
    expect(messages.map((message) => formatMessage(message, pkg!, { color: false }))).toEqual([]);
  });

  it('gives the right types to every way of importing it', () => {
    const tarball = join(work, tarballs.find((file) => file.startsWith(`fer-${name}-`))!);
    const attw = resolve(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // Old `node10` resolution knows no `exports`; subpaths and assets that are not code have no types to check.
    const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    const assets = Object.keys(exports).filter((path) => path.endsWith('.wasm'));
    const left = assets.length > 0 ? ['--exclude-entrypoints', ...assets] : [];
    const args = [attw, tarball, '--profile', 'node16', ...left];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status, stdout).toBe(0);
  });
});

describe('installed together into an empty folder', () => {
  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' });

  it.each(['import.mjs', 'require.cjs'])('recognises a face, silently: %s', (script) => {
    const { status, stdout, stderr } = node(script);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { faces, nativeFaces, packages: loaded, tfjsLoadedByImport } = JSON.parse(stdout);
    expect(loaded).toBe(6);
    expect(tfjsLoadedByImport).toBe(false);
    expect(faces).toHaveLength(1);
    const scores = Object.values<number>(faces[0].scores);
    expect(scores).toHaveLength(7);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(nativeFaces).toHaveLength(1);
    for (const [i, score] of Object.values<number>(nativeFaces[0].scores).entries()) {
      expect(score).toBeCloseTo(scores[i]!, 5);
    }
  });

  it('runs `npx fer predict`', async () => {
    const photo = join(consumer, 'face.png');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#987' } }).toFile(photo);
    const args = ['fer', 'predict', photo, '--json'];
    const { status, stdout, stderr } = spawnSync('npx', args, { cwd: consumer, encoding: 'utf8' });
    expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/"emotion"/);
  });

  it('compiles under strict, from ESM and CommonJS', () => {
    const tsc = resolve(root, 'node_modules/typescript/bin/tsc');
    const check = (...flags: string[]) => node(tsc, '-p', 'tsconfig.json', ...flags).stdout;
    expect(check()).toBe('');
    // Without skipLibCheck tfjs's own types clash with the DOM's; ours must not add to that.
    const lines = check('--skipLibCheck', 'false').split('\n');
    expect(lines.filter((line) => line.includes('node_modules/@fer/'))).toEqual([]);
  });
});
