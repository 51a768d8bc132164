import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
let app = '';

// What is published, in a folder whose name is an address's worst.
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'fer app #1? 50%20 '));
  for (const name of ['core', 'graph', 'backend-wasm']) {
    const from = join(root, '..', name);
    const { files } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { files: string[] };
    for (const part of ['package.json', ...files.filter((file) => !file.startsWith('!'))]) {
      // As npm: a changelog comes with the first release.
      if (!existsSync(join(from, part))) continue;
      await cp(join(from, part), join(app, 'node_modules/@fer', name, part), { recursive: true });
    }
  }
});
afterAll(() => rm(app, { recursive: true, force: true }));

async function answer(name: string, source: string): Promise<string> {
  await writeFile(join(app, name), source);
  const { stdout, stderr } = await run(process.execPath, [join(app, name)], { cwd: app });
  return stdout + stderr;
}

const start = `createInference({ threads: 1 }).start().then(() => console.log('started'), console.log);`;

describe('installed without tfjs', () => {
  it('is found from ESM', async () => {
    const source = `import { createInference } from '@fer/backend-wasm/inference'; ${start}`;
    expect(await answer('app.mjs', source)).toBe('started\n');
  });

  it('is found from CommonJS, also where there is a document', async () => {
    // From elsewhere, so that the kernels are not found as those that the script has installed.
    const entry = join(app, 'node_modules/@fer/backend-wasm/dist/inference.cjs');
    const source = `globalThis.document = { baseURI: 'http://localhost/' };
      const { createInference } = require(${JSON.stringify(entry)}); ${start}`;
    const { stdout } = await run(process.execPath, ['-e', source], { cwd: tmpdir() });
    expect(stdout).toBe('started\n');
  });

  it('is found without `exports`', async () => {
    const source = `const { createInference } = require('./node_modules/@fer/backend-wasm/inference'); ${start}`;
    expect(await answer('old.cjs', source)).toBe('started\n');
    const folder = join(app, 'node_modules/@fer/backend-wasm/inference');
    const stub = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    for (const key of ['main', 'module', 'types']) {
      expect(await readFile(join(folder, stub[key]!), 'utf8'), key).toContain('createInference');
    }
  });

  it('takes its assembly with it', async () => {
    const { entries } = JSON.parse(
      await readFile(join(app, 'node_modules/@fer/backend-wasm/asconfig.json'), 'utf8'),
    ) as { entries: string[] };
    for (const entry of entries) await readFile(join(app, 'node_modules/@fer/backend-wasm', entry));
  });
});

describe('the builds', () => {
  const dist = (name: string) => readFile(join(root, 'dist', name), 'utf8');

  it('of inference import threads alone while they run, and no module of Node', async () => {
    for (const [format, entry] of [
      ['esm', 'inference.js'],
      ['cjs', 'inference.cjs'],
    ] as const) {
      const { outputFiles, metafile } = await bundle({
        entryPoints: [join(root, 'dist', entry)],
        ...{ bundle: true, write: false, metafile: true, platform: 'browser', format, logLevel: 'silent' },
      });
      const inputs = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
      const later = inputs.filter(({ kind, external }) => kind === 'dynamic-import' || external);
      // Of core, of which it takes neither; and threads, which workers of services, where import() is forbidden, have not.
      const allowed = /core\/dist\/(left-out|sha256-in-script)|dist\/thread-pool/;
      expect(later.filter(({ path }) => !allowed.test(path))).toEqual([]);
      expect(outputFiles[0]!.text).not.toMatch(/\bimport\(|from ['"]node:|require\(['"]node:|@tensorflow/);
    }
  });

  it('as CommonJS have no import() and no import.meta', async () => {
    for (const name of ['index.cjs', 'inference.cjs']) {
      const text = await dist(name);
      const chunks = [...text.matchAll(/require\('\.\/(chunk-\w+\.cjs)'\)/g)].map(([, chunk]) =>
        dist(chunk!),
      );
      for (const code of [text, ...(await Promise.all(chunks))]) {
        expect(code).not.toMatch(/\bimport\(|import\.meta|sourceMappingURL/);
      }
    }
  });

  it('load where a bundler for browsers took the CommonJS', async () => {
    const { outputFiles } = await bundle({
      entryPoints: [join(root, 'dist/inference.cjs')],
      ...{
        bundle: true,
        write: false,
        platform: 'browser',
        format: 'iife',
        globalName: 'fer',
        logLevel: 'silent',
      },
    });
    const script = `globalThis.process = undefined; globalThis.document = { baseURI: 'http://localhost/' };
      ${outputFiles[0]!.text}
      fer.createInference({ threads: 1 }).start().then(console.log, ({ code, message }) => console.log(code, message));`;
    expect(await answer('page.mjs', script)).toMatch(/^FER_RUNTIME_UNAVAILABLE .*`assets`/);
  });
});
