import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { clearWeightsCache, isCached, type LoadProgress, serializeWeights } from '../src/index.ts';
import { randomWeights, tinyCnn } from '../src/weights/__fixtures__/tiny-weights.ts';

// Bundling takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const pathOf = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

const PAGE = `
  import { clearWeightsCache, describeWeights, isCached, loadWeights } from ${pathOf('../src/index.ts')};
  import { tinyPlugin } from ${pathOf('../src/weights/__fixtures__/tiny-weights.ts')};
  const told = (error) => ({ code: error.code, message: error.message });
  globalThis.load = async (reference, options = {}) => {
    const progress = [];
    try {
      const { tensors } = await loadWeights(reference, {
        plugins: [tinyPlugin],
        onProgress: (now) => progress.push(now),
        ...options,
      });
      return { bias: [...tensors.get('conv1/bias').data], progress };
    } catch (error) {
      return told(error);
    }
  };
  globalThis.describe = (reference) => describeWeights(reference).then(({ licence }) => licence, told);
  globalThis.isCached = isCached;
  globalThis.clear = clearWeightsCache;
  globalThis.keys = async () => {
    if (!(await caches.has('fer-weights'))) return [];
    return (await (await caches.open('fer-weights')).keys()).map(({ url }) => url);
  };
  globalThis.ready = true;
`;

const first = randomWeights(tinyCnn, { seed: 1 });
const biasOf = (weights: typeof first) => [...weights.tensors.get('conv1/bias')!.data];
/** The same but for the bias of the convolution, which is in the first of three shards. */
const second = {
  ...first,
  tensors: new Map(first.tensors).set('conv1/bias', { shape: [3], data: Float32Array.of(1, 2, 3) }),
};
const firstFiles = await serializeWeights(first, { shardByteLength: 200 });
const secondFiles = await serializeWeights(second, { shardByteLength: 200 });
const allFiles = ['fer.json', 'weights-1.bin', 'weights-2.bin', 'weights-3.bin'];

it('is of browsers: in Node nothing is kept', async () => {
  expect(await isCached('https://example.org/w/')).toBe(false);
  expect(await isCached('fer-net')).toBe(false);
  expect(await isCached({ location: 'mine', read: async () => new Uint8Array() })).toBe(false);
  await clearWeightsCache();
  for (const reference of ['', 7, undefined, 'https://user:s3cret@host/']) {
    await expect(isCached(reference as never)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  }
});

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What was asked for of weights, and the status of the answer. */
  const asked: string[] = [];
  let files: ReadonlyMap<string, Uint8Array>;
  /** Statuses instead of files. */
  let failing: Record<string, number>;
  /** Files whose connection breaks after 600 bytes, once. */
  const breaking = new Set<string>();
  /** Of an answer to another origin. */
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Range, If-Range',
    'access-control-expose-headers': 'ETag, Content-Range',
  };
  let isShared: boolean;

  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url!, 'http://localhost');
    const name = pathname.split('/').at(-1)!;
    if (!/^\/(w|other)\//.test(pathname)) {
      const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
      const body = await readFile(join(folder, 'out', pathname)).catch(() => undefined);
      response.writeHead(body ? 200 : 404, { 'content-type': types[extname(pathname)] ?? 'text/plain' });
      return response.end(body);
    }
    if (isShared) for (const [header, value] of Object.entries(cors)) response.setHeader(header, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const bytes = files.get(name);
    const etag = `"${createHash('sha1')
      .update(bytes ?? '')
      .digest('hex')}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    const status = failing[name] ?? (bytes === undefined ? 404 : isKnown ? 304 : 200);
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (bytes && start > 0 && request.headers['if-range'] === etag) {
      asked.push(`206 ${name}${search}`);
      response.writeHead(206, {
        etag,
        'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      });
      return response.end(bytes.subarray(start));
    }
    asked.push(`${status} ${name}${search}`);
    if (bytes && breaking.delete(name)) {
      response.writeHead(200, { etag, 'content-length': bytes.length });
      return response.write(bytes.subarray(0, 600), () => setTimeout(() => response.destroy(), 100));
    }
    response.writeHead(status, { etag, 'cache-control': 'max-age=3600' });
    response.end(status === 200 ? bytes : undefined);
  });
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fer-model-cache-'));
    await writeFile(join(folder, 'page.js'), PAGE);
    const input = join(folder, 'page.html');
    await writeFile(input, '<!doctype html><script type="module" src="./page.js"></script>');
    await build({
      configFile: false,
      root: folder,
      logLevel: 'warn',
      resolve: { conditions: ['@fer/source', 'module', 'browser', 'import', 'default'] },
      build: { outDir: join(folder, 'out'), rollupOptions: { input } },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    browser = await launchChromium(['--host-resolver-rules=MAP insecure.test 127.0.0.1']);
  });
  beforeEach(async () => {
    files = firstFiles;
    failing = {};
    isShared = false;
    breaking.clear();
    asked.length = 0;
    context = await browser.newContext();
    page = await open(`http://localhost:${port}/page.html`);
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(address: string): Promise<Page> {
    const opened = await context.newPage();
    await opened.goto(address);
    await opened.waitForFunction('globalThis.ready');
    return opened;
  }

  type Loaded = { bias?: number[]; progress?: LoadProgress[]; code?: string; message?: string };
  const call = <Result>(expression: string) => page.evaluate(expression) as Promise<Result>;
  const load = (reference: string, options = {}) =>
    call<Loaded>(`load(${JSON.stringify(reference)}, ${JSON.stringify(options)})`);
  const cached = (reference: string) => call<boolean>(`isCached(${JSON.stringify(reference)})`);
  const keys = () => call<string[]>('keys()');
  /** What was asked for since the last look. */
  const looked = () => asked.splice(0).sort();

  it('keeps what was loaded, by the checksum, and asks only whether it is still the newest', async () => {
    expect(await cached('./w/')).toBe(false);
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
    expect(looked()).toEqual(allFiles.map((name) => `200 ${name}`));
    expect(await cached('./w')).toBe(true);
    expect(await cached(`http://localhost:${port}/w/fer.json`)).toBe(true);
    expect(await cached('./other/')).toBe(false);

    const again = await load('./w/');
    expect(again.bias).toEqual(biasOf(first));
    expect(looked()).toEqual(['304 fer.json']);
    const total = [...firstFiles.values()].reduce((sum, { length }) => sum + length, 0);
    expect(again.progress!.at(-1)).toEqual({ loaded: total, total });

    // The same shards at another address.
    expect(await load('./other/')).toMatchObject({ bias: biasOf(first) });
    expect(looked()).toEqual(['200 fer.json']);
    const shards = (await keys()).filter((key) => key.includes('/shard/'));
    const checksums = allFiles
      .slice(1)
      .map((name) => createHash('sha256').update(firstFiles.get(name)!).digest('hex'));
    expect(shards.map((key) => key.split('/').at(-1)).sort()).toEqual(checksums.sort());
  });

  it('is enough offline, also to a page that is opened later', async () => {
    await load('./w/');
    // Of the page itself nothing is kept by us.
    const later = await open(`http://localhost:${port}/page.html`);
    await later.evaluate('load("./none/")');
    await context.setOffline(true);
    asked.length = 0;
    for (const opened of [page, later]) {
      expect(await opened.evaluate('load("./w/")')).toMatchObject({ bias: biasOf(first) });
      expect(await opened.evaluate('describe("./w/")')).toBe('Apache-2.0');
      expect(await opened.evaluate('isCached("./w/")')).toBe(true);
      expect(await opened.evaluate('load("./other/")')).toMatchObject({ code: 'FER_WEIGHTS_NOT_FOUND' });
      expect(await opened.evaluate('load("./w/", { weightsCache: false })')).toMatchObject({
        code: 'FER_WEIGHTS_NOT_FOUND',
      });
    }
    expect(asked).toEqual([]);
  });

  it('stands in for a server that does not work, and not for one that says no', async () => {
    await load('./w/');
    failing = { 'fer.json': 503 };
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
    failing = { 'fer.json': 403 };
    expect(await load('./w/')).toMatchObject({ code: 'FER_WEIGHTS_NOT_FOUND' });
  });

  it('takes the newer weights, asks for what is new of them, and keeps nothing of the older', async () => {
    await load('./w/');
    const before = (await keys()).length;
    looked();
    files = secondFiles;
    expect(await load('./w/')).toMatchObject({ bias: [1, 2, 3] });
    expect(looked()).toEqual(['200 fer.json', '200 weights-1.bin']);
    expect(await keys()).toHaveLength(before);
    await context.setOffline(true);
    expect(await load('./w/')).toMatchObject({ bias: [1, 2, 3] });
  });

  it('keeps the shards of older weights that another address still has', async () => {
    await load('./w/');
    await load('./other/');
    files = secondFiles;
    await load('./w/');
    await context.setOffline(true);
    expect(await load('./other/')).toMatchObject({ bias: biasOf(first) });
    expect(await cached('./other/')).toBe(true);
  });

  it('stays whole where newer weights cannot be read', async () => {
    await load('./w/');
    files = secondFiles;
    failing = { 'weights-1.bin': 404 };
    expect(await load('./w/')).toMatchObject({ code: 'FER_WEIGHTS_NOT_FOUND' });
    await context.setOffline(true);
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
  });

  it('believes no copy that is something else', async () => {
    await load('./w/');
    looked();
    await call(`(async () => {
      const cache = await caches.open('fer-weights');
      for (const { url } of await cache.keys()) {
        if (url.includes('/shard/')) await cache.put(url, new Response('<!doctype html>'));
      }
    })()`);
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
    expect(looked()).toHaveLength(4);
    await context.setOffline(true);
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
  });

  it('keeps nothing that is not what the manifest says', async () => {
    files = new Map(firstFiles).set('weights-2.bin', new Uint8Array(1008));
    expect(await load('./w/')).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
    expect(await cached('./w/')).toBe(false);
    expect((await keys()).filter((key) => key.includes('/manifest/'))).toEqual([]);
  });

  it('takes a broken connection up again where it ended, across origins too where the server says its tag', async () => {
    for (const shared of [false, true]) {
      isShared = shared;
      breaking.add('weights-2.bin');
      const { bias, progress } = await load(shared ? `http://127.0.0.1:${port}/w/` : './w/', {
        weightsCache: false,
      });
      expect(bias).toEqual(biasOf(first));
      const loaded = progress!.map((now) => now.loaded);
      expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
      expect(looked().filter((answer) => answer.includes('weights-2'))).toEqual([
        '200 weights-2.bin',
        '206 weights-2.bin',
      ]);
    }
  });

  it('keeps nothing where it is told to, and no secret', async () => {
    await load('./w/', { weightsCache: false });
    expect(await keys()).toEqual([]);
    expect(await load('./w/', { weightsCache: 'no' })).toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('`weightsCache` must be true or false'),
    });
    looked();
    await load('./w/?token=s3cret');
    expect(looked()).toEqual(allFiles.map((name) => `200 ${name}?token=s3cret`));
    expect(await cached('./w/?token=s3cret')).toBe(true);
    expect(await cached('./w/')).toBe(false);
    expect((await keys()).join()).not.toContain('s3cret');
  });

  it('does without where there is no room', async () => {
    await call(
      'void (Cache.prototype.put = () => Promise.reject(new DOMException("", "QuotaExceededError")))',
    );
    expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
    expect(await cached('./w/')).toBe(false);
  });

  it('does without on a page that came by HTTP', async () => {
    page = await open(`http://insecure.test:${port}/page.html`);
    expect(await call('"caches" in globalThis')).toBe(false);
    for (let time = 1; time <= 2; time++) expect(await load('./w/')).toMatchObject({ bias: biasOf(first) });
    expect(await cached('./w/')).toBe(false);
    await call('clear()');
  });

  it('is cleared', async () => {
    await load('./w/');
    await call('clear()');
    expect(await cached('./w/')).toBe(false);
    expect(await keys()).toEqual([]);
    looked();
    await load('./w/');
    expect(looked()).toHaveLength(4);
  });
});
