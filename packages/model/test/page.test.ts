import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from 'playwright-core';
import { build, createLogger, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { saveWeights } from '../src/index.ts';
import { randomWeights, tinyCnn } from '../src/weights/__fixtures__/tiny-weights.ts';

// Bundling takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ORIGIN = 'http://localhost:4713';
const CONDITIONS = ['@fer/source', 'module', 'browser', 'import', 'default'];
const pathOf = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

/** Gzipped size of all scripts and WebAssembly that a page asks for until it has recognised a face. */
const MAX_RECOGNISING_GZIP_BYTES = 63_300;

/** A page that recognises and nothing else. */
const PLAIN_PAGE = `
  import { createRecognizer } from ${pathOf('../src/index.ts')};
  globalThis.recognize = async () => {
    const fer = await createRecognizer();
    const image = new ImageData(Uint8ClampedArray.from({ length: 400 }, (_, i) => i % 256), 10, 10);
    const [face] = await fer.recognize(image);
    const { runtime, rejected } = fer;
    fer.dispose();
    return { runtime, rejected, face };
  };
  globalThis.prepare = async () => {
    const fer = await createRecognizer();
    globalThis.look = async (shade) => (await fer.recognize(new ImageData(Uint8ClampedArray.from({ length: 400 }, () => shade), 10, 10))).length;
  };
  globalThis.ready = true;
`;

/** A page that runs the contract suite of the runtimes. */
const TEST_PAGE = `
  import { builtinPlugin, createRecognizer } from ${pathOf('../src/index.ts')};
  import { runtimeContract } from '@fer/core/test';
  import { tinyPlugin } from ${pathOf('../src/weights/__fixtures__/tiny-weights.ts')};
  const find = (id) => builtinPlugin.contributes.runtimes.find((runtime) => runtime.id === id);
  globalThis.support = (id) => find(id).isSupported();
  globalThis.contract = async (id) => {
    const failures = [];
    for (const { name, run } of runtimeContract(find(id))) {
      await run().catch((error) => failures.push(name + ': ' + error.message));
    }
    return failures;
  };
  globalThis.recognize = async (weights) => {
    const fer = await createRecognizer({ weights, plugins: [tinyPlugin] });
    const image = new ImageData(Uint8ClampedArray.from({ length: 400 }, (_, i) => i % 256), 10, 10);
    const [face] = await fer.recognize(image);
    const { runtime, rejected } = fer;
    fer.dispose();
    return { runtime, rejected, face };
  };
  globalThis.ready = true;
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-model-page-'));
  await saveWeights(join(folder, 'weights'), randomWeights(tinyCnn));
});
afterAll(() => rm(folder, { recursive: true }));

async function bundle(script: string, outDir: string) {
  const input = join(folder, `${outDir}.html`);
  await writeFile(join(folder, `${outDir}.js`), script);
  await writeFile(input, `<!doctype html><script type="module" src="./${outDir}.js"></script>`);
  const warnings: string[] = [];
  const logger = createLogger('warn');
  logger.warn = (message) => warnings.push(message);
  logger.warnOnce = logger.warn;
  const { output } = (await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    customLogger: logger,
    resolve: {
      conditions: CONDITIONS,
      // The page lies outside the repository.
      alias: { '@fer/core/test': fileURLToPath(new URL('../../core/src/test/index.ts', import.meta.url)) },
    },
    build: { outDir: join(folder, outDir), rollupOptions: { input } },
  })) as Rollup.RollupOutput;
  return { output, warnings };
}

describe('a page that only recognises', () => {
  it('is one script that Vite makes without a warning, without tfjs, and others that are imported when they are asked for', async () => {
    const { output, warnings } = await bundle(PLAIN_PAGE, 'plain');
    expect(warnings).toEqual([]);
    const chunks = output.filter((file) => file.type === 'chunk');
    const [main, ...parts] = chunks;
    // What it shares with the others are scripts of their own, which are asked for at the same time.
    const others = parts.filter(({ fileName }) => !main!.imports.includes(fileName));
    expect(parts.length - others.length).toBeLessThanOrEqual(2);
    expect([...main!.dynamicImports].sort()).toEqual(others.map(({ fileName }) => fileName).sort());
    // Of the packages as built, `browser` in package.json leaves out what only Node needs.
    expect(others.map(({ name }) => name).sort()).toEqual([
      'counted-files',
      'gather-runs',
      'guards',
      'installed-detector',
      'interpret-plan',
      'only-in-node',
      'read-file',
      'recognize-many',
      'remote-files',
      'sha256-in-script',
      'thread-pool',
      'watch',
      'with-input-size',
    ]);
    const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
    expect(modules.filter((module) => module.includes('@tensorflow'))).toEqual([]);
  });
});

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let browser: Browser;
  let page: Page;
  const messages: string[] = [];

  /**
   * Opens a bundled page.
   *
   * @param asked takes the content of every file that it asks for, by name
   * @param requests takes every request that it makes, wherever to
   */
  async function open(outDir: string, asked?: Map<string, Buffer>, requests?: Request[]): Promise<Page> {
    const opened = await browser.newPage();
    opened.on('request', (request) => requests?.push(request));
    opened.on('websocket', (socket) => messages.push(`opened ${socket.url()}`));
    opened.on('console', (message) => messages.push(message.text()));
    opened.on('pageerror', (error) => messages.push(String(error)));
    await opened.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname.startsWith('/weights/') ? pathname : `/${outDir}${pathname}`;
      const body = await readFile(join(folder, file)).catch(() => undefined);
      const types: Record<string, string> = {
        '.html': 'text/html',
        '.js': 'text/javascript',
        '.wasm': 'application/wasm',
      };
      if (body !== undefined) asked?.set(pathname, body);
      await route.fulfill(
        body === undefined
          ? { status: 404 }
          : { body, contentType: types[extname(pathname)] ?? 'application/octet-stream' },
      );
    });
    await opened.goto(`${ORIGIN}/${outDir}.html`);
    await opened.waitForFunction('globalThis.ready');
    return opened;
  }

  beforeAll(async () => {
    await bundle(TEST_PAGE, 'tested');
    browser = await launchChromium();
    page = await open('tested');
  });
  afterAll(async () => {
    await browser?.close();
    expect(messages).toEqual([]);
  });

  it('a page that only recognises asks for little, and not for tfjs', async () => {
    const { output } = await bundle(PLAIN_PAGE, 'plain');
    const asked = new Map<string, Buffer>();
    const plain = await open('plain', asked);
    const result = await plain.evaluate('recognize()');
    await plain.close();
    const face = { box: { width: 10 } };
    expect(result).toMatchObject({ runtime: 'wasm', rejected: [], face });

    const code = [...asked].filter(([name]) => /\.(js|wasm)$/.test(name));
    expect(code.filter(([name]) => name.endsWith('.wasm'))).toHaveLength(1);
    const size = code.reduce((sum, [, content]) => sum + gzipSync(content).length, 0);
    expect(size).toBeLessThan(MAX_RECOGNISING_GZIP_BYTES);
    const modules = output.flatMap((file) =>
      file.type === 'chunk' && asked.has(`/${file.fileName}`) ? file.moduleIds : [],
    );
    expect(modules.filter((module) => module.includes('/src/inference/'))).not.toEqual([]);
    expect(modules.filter((module) => module.includes('@tensorflow'))).toEqual([]);
  });

  it('fetches files of its own, sends nothing with them, and nothing at all while it recognises', async () => {
    await bundle(PLAIN_PAGE, 'plain');
    const requests: Request[] = [];
    const plain = await open('plain', undefined, requests);
    await plain.evaluate('prepare()');
    for (const request of requests) {
      expect(request.url()).toMatch(new RegExp(`^${ORIGIN}/[\\w./-]+$`));
      expect(request.method()).toBe('GET');
      expect(request.postData()).toBeNull();
    }
    const before = requests.length;
    expect(before).toBeGreaterThan(3);
    for (const shade of [0, 128, 255]) expect(await plain.evaluate(`look(${shade})`)).toBe(1);
    await plain.waitForLoadState('networkidle');
    expect(requests.slice(before).map((request) => request.url())).toEqual([]);
    await plain.close();
  });

  it('recognises on the fastest runtime, with weights from an address relative to the page', async () => {
    const result = await page.evaluate('recognize("./weights/")');
    expect(result).toMatchObject({ runtime: 'wasm', rejected: [], face: { box: { width: 10 } } });
  });

  it.each(['wasm', 'cpu'])('the runtime %s keeps its contract', async (id) => {
    expect(await page.evaluate(`support(${JSON.stringify(id)})`)).toEqual({ supported: true });
    expect(await page.evaluate(`contract(${JSON.stringify(id)})`)).toEqual([]);
  });
});
