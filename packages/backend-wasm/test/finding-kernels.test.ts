import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build as bundle } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createInference, type InferenceOptions } from '../src/inference/index.ts';

const build = fileURLToPath(new URL('../build/', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer kernels #1 50% '));
  await cp(build, folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const start = (options: InferenceOptions = {}) => createInference({ threads: 1, ...options }).start();
const refused = (options: InferenceOptions, message: RegExp) =>
  expect(start(options)).rejects.toMatchObject({
    code: 'FER_RUNTIME_UNAVAILABLE',
    message: expect.stringMatching(message),
  });

async function serving<Result>(
  answer: RequestListener,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the address of the kernels', () => {
  it('is a folder, with or without a slash, a path or a URL, or one file', async () => {
    await start({ wasmUrl: folder });
    await start({ wasmUrl: `${folder}/` });
    await start({ wasmUrl: pathToFileURL(folder) });
    await start({ wasmUrl: join(folder, 'fer-kernels.wasm') });
    await start({ assets: folder });
    await start({ wasmUrl: folder, assets: './nowhere' });
    await refused({ wasmUrl: join(folder, 'other.wasm') }, /other\.wasm \(ENOENT\)/);
  });

  it('keeps its query, and tells nobody of it', async () => {
    const asked: string[] = [];
    await serving(
      async ({ url }, response) => {
        asked.push(url!);
        response.end(await readFile(join(build, 'fer-kernels.wasm')));
      },
      (origin) => start({ wasmUrl: `${origin}/a/b?token=secret` }),
    );
    expect(asked).toEqual([expect.stringMatching(/^\/a\/b\/fer-kernels(-relaxed)?\.wasm\?token=secret$/)]);

    const secret = start({ wasmUrl: 'http://user:secret@127.0.0.1:9/?token=secret' });
    const error = await secret.catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'FER_RUNTIME_UNAVAILABLE' });
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('secret');
  });

  it('may be what does not answer with kernels', async () => {
    await serving(
      ({ url }, response) => {
        if (url!.startsWith('/missing')) response.writeHead(404).end();
        else response.end(url!.startsWith('/page') ? '\n<!doctype html>' : 'wasm');
      },
      async (origin) => {
        await refused({ wasmUrl: `${origin}/missing` }, /HTTP status 404.*Serve the folder/);
        await refused({ wasmUrl: `${origin}/page` }, /there is a page \(HTML\)/);
        await refused({ wasmUrl: `${origin}/text` }, /no WebAssembly \(4 bytes\)/);
      },
    );
  });
});

describe('a function that brings the kernels', () => {
  const binary = () => readFile(join(build, 'fer-kernels.wasm'));

  it('is asked for them by name, and may bring them in any form', async () => {
    const names: string[] = [];
    const forms = [
      binary,
      async () => new Uint8Array(await binary()).buffer,
      async () => new DataView(new Uint8Array(await binary()).buffer),
      async () => new Response(await binary()),
      async () => WebAssembly.compile(await binary()),
    ];
    for (const form of forms) {
      const bring = (name: string) => {
        names.push(name);
        return form();
      };
      await start({ assets: bring });
    }
    expect(names).toHaveLength(forms.length);
    expect(new Set(names)).toEqual(new Set([expect.stringMatching(/^fer-kernels(-relaxed)?\.wasm$/)]));
  });

  it('may fail, or bring something else', async () => {
    const failing = () => Promise.reject(new Error('no such asset'));
    await refused({ assets: failing }, /`assets` \('fer-kernels.*no such asset/);
    await refused({ assets: () => new Response('', { status: 500 }) }, /HTTP status 500/);
    await refused({ assets: () => undefined as never }, /no bytes, no Response/);
    await refused({ assets: () => '\0asm' as never }, /no bytes, no Response/);
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    await refused({ assets: () => empty }, /no function 'run'/);
  });
});

describe('a compiled module', () => {
  const compiled = async (name = 'fer-kernels.wasm') =>
    WebAssembly.compile(await readFile(join(build, name)));
  const invalid = (options: InferenceOptions, message: RegExp) =>
    expect(() => createInference(options)).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringMatching(message) }),
    );

  it('is taken as it is, on one thread', async () => {
    const wasmModule = await compiled();
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('forbidden'));
    const inference = createInference({ wasmModule });
    expect(inference.threads).toBe(1);
    await inference.start();
  });

  it('is checked', async () => {
    const wasmModule = await compiled();
    invalid({ wasmModule, threads: 2 }, /one thread, but 2/);
    invalid({ wasmModule: {} as never }, /must be a WebAssembly.Module/);
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    invalid({ wasmModule: empty }, /no function 'run'.*Import @fer\/backend-wasm\/fer-kernels.wasm/);
    invalid({ wasmUrl: 3 as never }, /`wasmUrl` must be/);
    invalid({ assets: {} as never }, /`assets` must be/);
  });
});

describe('where no WebAssembly may be compiled', () => {
  it('the content security policy is named, not the version', async () => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('Refused'));
    await refused({}, /No WebAssembly may be compiled here.*Refused.*'wasm-unsafe-eval'.*`wasmModule`/);
  });

  it('is not said of a file that is broken', async () => {
    const broken = () => Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 99);
    await refused({ assets: broken }, /do not start: CompileError.*same version/);
  });
});

describe('code that was bundled', () => {
  // Its address says nothing of where this package lies.
  const bundled = async (format: 'cjs' | 'esm', outfile: string, define = {}) => {
    await bundle({
      stdin: {
        contents: `import { createInference } from '@fer/backend-wasm/inference';
          createInference({ threads: 1 }).start().then(() => console.log('ok'), ({ code, message }) => console.log(code, message));`,
        resolveDir: fileURLToPath(new URL('..', import.meta.url)),
      },
      ...{ outfile, bundle: true, platform: 'node', format, conditions: ['@fer/source'], define },
      logLevel: 'silent',
    });
  };
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: tmpdir() });
    return stdout + stderr;
  };

  it.each(['cjs', 'esm'] as const)('finds the installed package from its %s script', async (format) => {
    const app = await mkdtemp(join(tmpdir(), 'fer-app-'));
    const script = join(app, 'dist', `server.${format === 'cjs' ? 'cjs' : 'mjs'}`);
    await bundled(format, script);
    // Without it there is no bare ERR_INVALID_URL.
    expect(await run(script)).toMatch(
      /^FER_RUNTIME_UNAVAILABLE .*`wasmUrl`.*`assets`.*@fer\/model\/embedded/,
    );

    const installed = join(app, 'node_modules/@fer/model/node_modules/@fer/backend-wasm');
    await mkdir(installed, { recursive: true });
    await cp(build, join(installed, 'build'), { recursive: true });
    await writeFile(join(installed, 'package.json'), '{}');
    await writeFile(join(app, 'node_modules/@fer/model/package.json'), '{}');
    expect(await run(script), 'as pnpm installs it').toBe('ok\n');

    await cp(installed, join(app, 'node_modules/@fer/backend-wasm'), { recursive: true });
    await rm(join(app, 'node_modules/@fer/model'), { recursive: true });
    expect(await run(script)).toBe('ok\n');
    await rm(app, { recursive: true });
  });

  it('is told when the kernels may not be read', async () => {
    const app = await mkdtemp(join(tmpdir(), 'fer-app-'));
    await mkdir(join(app, 'dist'));
    await bundled('esm', join(app, 'dist/server.mjs'));
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const flags = [permission, `--allow-fs-read=${join(app, 'dist', '*')}`, '--no-warnings'];
    expect(await run(...flags, join(app, 'dist/server.mjs'))).toMatch(
      /^FER_RUNTIME_UNAVAILABLE .*ERR_ACCESS_DENIED.*--allow-read in Deno, --allow-fs-read in Node/,
    );
    await rm(app, { recursive: true });
  });
});
