import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchChromium } from '../../../tests/support/chromium.ts';
import { serveFolder } from '../../../tests/support/static-server.ts';

// Bundling, and WebGL without a graphics processor, take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A page that runs the contract suite of the runtimes. */
const PAGE = `
  import { runtimeContract } from '@fer/core/test';
  import { plugin } from ${JSON.stringify(pathOf('../src/index.ts'))};
  const find = (id) => plugin.contributes.runtimes.find((runtime) => runtime.id === id);
  globalThis.support = (id) => find(id).isSupported();
  globalThis.contract = async (id) => {
    const failures = [];
    for (const { name, run } of runtimeContract(find(id))) {
      await run().catch((error) => failures.push(name + ': ' + error.message));
    }
    return failures;
  };
  globalThis.ready = true;
`;

describe.skipIf(chromiumPath === undefined)('in Chromium (set CHROMIUM_PATH if it is skipped)', () => {
  let folder: string;
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let page: Page;
  const messages: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fer-tfjs-page-'));
    await writeFile(join(folder, 'main.js'), PAGE);
    await writeFile(
      join(folder, 'index.html'),
      '<!doctype html><script type="module" src="./main.js"></script>',
    );
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      resolve: {
        conditions: ['@fer/source', 'module', 'browser', 'import', 'default'],
        // The page lies outside the repository.
        alias: { '@fer/core/test': pathOf('../../core/src/test/index.ts') },
      },
    });
    server = await serveFolder(join(folder, 'dist'), false);
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.ready');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
    // The page has no icon.
    expect(messages.filter((message) => !message.includes('404'))).toEqual([]);
  });

  it.each(['tfjs-wasm', 'webgl', 'tfjs-cpu'])('the runtime %s keeps its contract', async (id) => {
    expect(await page.evaluate(`support(${JSON.stringify(id)})`)).toEqual({ supported: true });
    expect(await page.evaluate(`contract(${JSON.stringify(id)})`)).toEqual([]);
  });

  it('says that node is not for pages', async () => {
    expect(await page.evaluate('support("node")')).toMatchObject({ supported: false });
  });
});
