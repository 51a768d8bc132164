import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages'));
const work = mkdtempSync(join(tmpdir(), 'fer-packages-'));
const consumer = join(work, 'consumer');
let tarballs: string[] = [];

beforeAll(() => {
  mkdirSync(consumer);
  // With a plugin as strangers publish them.
  const folders = [...packages.map((name) => `packages/${name}`), 'examples/custom-plugin'];
  const where = folders.flatMap((folder) => ['--workspace', folder]);
  // As they were built: `publish.test.ts` sees to it that packing builds.
  const pack = ['pack', ...where, '--pack-destination', work, '--ignore-scripts', '--silent'];
  execFileSync('npm', pack, { cwd: root });
  tarballs = readdirSync(work).filter((file) => file.endsWith('.tgz'));

  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const files = tarballs.map((file) => join(work, file));
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  // onnxruntime-node would fetch CUDA libraries from nuget.org, and be left out where it cannot.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  execFileSync('npm', [...install, ...files], { cwd: consumer, stdio: 'pipe', env });
  for (const file of [
    'import.mjs',
    'require.cjs',
    'plugin.mjs',
    'plugin.sh',
    'types.mts',
    'types.cts',
    'tsconfig.json',
  ]) {
    copyFileSync(fileURLToPath(new URL(`./consumer/${file}`, import.meta.url)), join(consumer, file));
  }
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(packages)('@fer/%s', (name) => {
  it('has nothing for publint to mend', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(root, 'packages', name), strict: true });
    // Who knows no `browser` in package.json loads what it leaves out later or never; an unknown `imports` would be an error.
    const faults = messages.filter(({ code }) => code !== 'USE_EXPORTS_OR_IMPORTS_BROWSER');
    expect(faults.map((message) => formatMessage(message, pkg!, { color: false }))).toEqual([]);
  });

  it('gives the right types to every way of importing it', () => {
    const tarball = join(work, tarballs.find((file) => file.startsWith(`fer-${name}-`))!);
    const attw = resolve(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // Old `node10` resolution knows no `exports`; subpaths and assets that are not code have no types to check.
    const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    const assets = Object.keys(exports).filter((path) => /\.wasm$|\*/.test(path));
    const left = assets.length > 0 ? ['--exclude-entrypoints', ...assets] : [];
    // A subpath may be a module alone: from 20.19 on Node takes it from CommonJS, too.
    const modules = Object.values<object>(exports).some((entry) => 'default' in Object(entry));
    const rules = modules ? ['--ignore-rules', 'cjs-resolves-to-esm'] : [];
    const args = [attw, tarball, '--profile', 'node16', ...left, ...rules];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status, stdout).toBe(0);
  });
});

describe.each(packages)('the tarball of @fer/%s', (name) => {
  const folder = join(consumer, 'node_modules/@fer', name);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const manifest = () => JSON.parse(read('package.json'));
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((file) => !file.startsWith('node_modules'));

  it('holds the licence, and a notice for each binary of others', () => {
    expect(read('LICENSE')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
    const foreign = files().filter((file) => /tfjs-.*\.wasm$/.test(file));
    for (const file of foreign) expect(read('NOTICE')).toContain(`${file}, unchanged`);
  });

  it('says where it comes from', () => {
    const directory = `packages/${name}`;
    const { license, repository, homepage, bugs } = manifest();
    expect(license).toBe('Apache-2.0');
    expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/fer-sdk/fer.git', directory });
    expect(homepage).toBe(`https://github.com/fer-sdk/fer/tree/main/${directory}#readme`);
    expect(bugs).toBe('https://github.com/fer-sdk/fer/issues');
  });

  it('holds every file that it names', () => {
    const { main, module, types, exports, bin } = manifest();
    const named = pathsIn([main, module, types, exports, bin]).filter((path) => !path.includes('*'));
    const missing = named.filter((path) => !existsSync(join(folder, path)) && !path.includes('/src/'));
    expect(missing).toEqual([]);
    expect(pathsIn(bin).filter((path) => path.startsWith('./'))).toEqual([]);
  });

  it('holds sources and no maps of them, what builds its assembly, and no tests', () => {
    const all = files();
    expect(all).toContain(join('src', 'index.ts'));
    expect(all.filter((file) => /\.map$|\.test(-d)?\.ts$|__fixtures__/.test(file))).toEqual([]);
    expect(all.filter((file) => /\.c?js$/.test(file) && read(file).includes('//# sourceMappingURL'))).toEqual(
      [],
    );
    expect(existsSync(join(folder, 'asconfig.json'))).toBe(existsSync(join(folder, 'assembly')));
    expect(manifest().files).toContain('CHANGELOG.md');
  });
});

/** All paths in a field of package.json, however deep. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value ? Object.values(value).flatMap(pathsIn) : [];
}

describe('installed together into an empty folder', () => {
  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' });

  it.each(['import.mjs', 'require.cjs'])('recognises a face, silently: %s', (script) => {
    const { status, stdout, stderr } = node(script, ...packages);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { faces, nativeFaces, empty, tfjsLoadedByImport } = JSON.parse(stdout);
    expect(empty).toEqual([]);
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

  it('trains, saves, loads, recognises and converts with the plugin of examples/custom-plugin', () => {
    const { status, stdout, stderr } = node('plugin.mjs');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { types, scores, held, files } = JSON.parse(stdout);
    expect(types).toContain('multiply');
    expect(types).not.toContain('attentionBlock');
    expect(files).toEqual(['model.onnx']);
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held).size).toBe(1);
    const [first, ...others] = scores as number[][];
    expect(first!.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    for (const other of others) {
      for (const [i, score] of other.entries()) expect(Math.abs(score - first![i]!)).toBeLessThan(1e-4);
    }
  });

  it('trains and recognises with that plugin on the command line, and lists it', async () => {
    const face = { create: { width: 64, height: 64, channels: 3, background: '#987' } } as const;
    await sharp(face).toFile(join(consumer, 'face.png'));
    const script = spawnSync('sh', ['-e', 'plugin.sh'], { cwd: consumer, encoding: 'utf8' });
    expect(script.status, script.stderr).toBe(0);
    expect(script.stdout).toMatch(/^fer-plugin-attention +1\.0\.0 +\S*node_modules\/fer-plugin-attention$/m);
    expect(script.stdout).toMatch(/^type of layer +attentionBlock +fer-plugin-attention/m);
    expect(script.stdout).toMatch(/^Weights of epoch 1: attention$/m);
  });

  it('runs `npx fer predict`', async () => {
    const photo = join(consumer, 'face.png');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#987' } }).toFile(photo);
    const args = ['fer', 'predict', photo, '--no-detect', '--json'];
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
