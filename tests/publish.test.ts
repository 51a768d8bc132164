import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRegistry, startLocalRegistry } from './support/local-registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'fer-publish-'));
const clone = join(work, 'clone');
const consumer = join(work, 'consumer');
const npxFolder = join(work, 'npx');
const packages = readdirSync(join(root, 'packages'));
const timeoutMs = 1_800_000;
let registry: LocalRegistry;
let env: NodeJS.ProcessEnv;

// Not the synchronous kind: the registry answers from this process.
const exec = promisify(execFile);
const run = async (cwd: string, command: string, ...args: string[]) =>
  (await exec(command, args, { cwd, env, maxBuffer: 2 ** 26 })).stdout;
const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const version = () => manifest(join(clone, 'packages/core')).version;

// The release as the workflow does it, from a clean clone of what is committed to a registry of our own.
describe.skipIf(!existsSync(join(root, '.git')))('a release', { timeout: timeoutMs }, () => {
  beforeAll(async () => {
    registry = await startLocalRegistry();
    const npmrc = join(work, '.npmrc');
    writeFileSync(npmrc, `//${new URL(registry.url).host}/:_authToken=any\naudit=false\nfund=false\n`);
    env = {
      ...process.env,
      npm_config_registry: registry.url,
      npm_config_userconfig: npmrc,
      // npx would find what an earlier run has left there.
      npm_config_cache: join(work, 'npm-cache'),
      GIT_COMMITTER_NAME: 'release',
      GIT_COMMITTER_EMAIL: 'release@localhost',
      TURBO_TELEMETRY_DISABLED: '1',
    };
    await run(work, 'git', 'clone', '--quiet', root, clone);
    linkModules(join(root, 'node_modules'), join(clone, 'node_modules'));
    for (const name of packages) {
      const own = join(root, 'packages', name, 'node_modules');
      if (existsSync(own)) linkModules(own, join(clone, 'packages', name, 'node_modules'));
    }
  }, timeoutMs);

  afterAll(async () => {
    await registry?.close();
    rmSync(work, { recursive: true, force: true });
  });

  it('gives all packages one version, and each its changelog', async () => {
    await run(clone, 'npm', 'run', 'version');
    expect(version()).not.toBe('0.0.0');
    for (const name of packages) {
      expect(manifest(join(clone, 'packages', name)).version, name).toBe(version());
      expect(existsSync(join(clone, 'packages', name, 'CHANGELOG.md')), name).toBe(true);
    }
  });

  it('packs nothing that is not built', async () => {
    expect(existsSync(join(clone, 'packages/core/dist'))).toBe(false);
    const stdout = await run(clone, 'npm', 'pack', '--dry-run', '--json', '--workspace', 'packages/core');
    const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
    const files = packed.files.map(({ path }: { path: string }) => path);
    expect(files).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/index.cjs', 'LICENSE', 'CHANGELOG.md']),
    );
  });

  it('publishes every package, and nothing else', async () => {
    await run(clone, 'npm', 'run', 'release');
    const expected = packages.map((name) => `@fer/${name}@${version()}`);
    expect(registry.published().sort()).toEqual(expected.sort());
    const tags = (await run(clone, 'git', 'tag', '--points-at', 'HEAD')).split('\n');
    expect(tags).toEqual(expect.arrayContaining(expected));
  });

  it('can be installed into an empty folder, and recognises a face there', async () => {
    mkdirSync(consumer);
    writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }\n');
    await run(consumer, 'npm', 'install', '@fer/model', '@fer/cli');
    expect(manifest(join(consumer, 'node_modules/@fer/model')).version).toBe(version());

    writeFileSync(
      join(consumer, 'recognize.mjs'),
      `import { drawFace } from '@fer/dataset';
       import { createRecognizer } from '@fer/model';
       import sharp from 'sharp';
       const { data, width, height, channels } = drawFace({ emotion: 'happy', seed: 1 });
       await sharp(data, { raw: { width, height, channels } }).toFile('face.png');
       const recognizer = await createRecognizer({ detector: false });
       const [face] = await recognizer.recognize('face.png');
       recognizer.dispose();
       process.stdout.write(JSON.stringify(face));`,
    );
    const face = JSON.parse(await run(consumer, process.execPath, 'recognize.mjs'));
    const scores = Object.values<number>(face.scores);
    expect(scores).toHaveLength(7);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);

    mkdirSync(npxFolder);
    const photo = join(consumer, 'face.png');
    const { images } = JSON.parse(
      await run(npxFolder, 'npx', '--yes', '@fer/cli', 'predict', photo, '--no-detect', '--json'),
    );
    expect(images[0].faces[0].emotion).toBe(face.emotion);
    expect(images[0].faces[0].confidence).toBeCloseTo(face.confidence, 5);
  });
});

/** Links what is installed into another folder, but for the workspaces: those there are the clone's own. */
function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === '@fer') linkWorkspaces(join(to, name));
    else if (!name.startsWith('.') || name === '.bin') symlinkSync(join(from, name), join(to, name));
  }
}

function linkWorkspaces(scope: string): void {
  mkdirSync(scope);
  for (const name of packages) symlinkSync(join(clone, 'packages', name), join(scope, name));
}
