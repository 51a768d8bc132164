import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tests/support/chromium.ts';

/** What a page calls; see `page/networks.ts`. */
type Pages = typeof import('./page/networks.ts');

describe.skipIf(!chromiumPath)('compiled networks in Chromium', () => {
  let browser: Browser;
  let site = '';

  beforeAll(async () => {
    browser = await launchChromium();
    site = await mkdtemp(join(tmpdir(), 'fer-networks-'));
    await cp(fileURLToPath(new URL('../../build', import.meta.url)), join(site, 'build'), {
      recursive: true,
    });
    await bundle({
      entryPoints: [fileURLToPath(new URL('./page/networks.ts', import.meta.url))],
      ...{
        outfile: join(site, 'page.js'),
        bundle: true,
        format: 'esm',
        platform: 'browser',
        logLevel: 'silent',
      },
      conditions: ['@fer/source'],
    });
    await writeFile(join(site, 'index.html'), '<!doctype html><script type="module" src="page.js"></script>');
  });

  afterAll(async () => {
    await browser?.close();
    await rm(site, { recursive: true, force: true });
  });

  async function onPage<Name extends keyof Pages>(
    name: Name,
    headers: Record<string, string>,
  ): Promise<Awaited<ReturnType<Pages[Name]>>> {
    const server = createServer(async ({ url }, response) => {
      const path = url === '/' ? 'index.html' : url!.slice(1);
      const body = await readFile(join(site, path)).catch(() => undefined);
      const type = path.endsWith('.html') ? 'text/html' : 'text/javascript';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type, ...headers }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('window.networks !== undefined');
      return (await page.evaluate(`window.networks.${name}()`)) as Awaited<ReturnType<Pages[Name]>>;
    } finally {
      await page.close();
      server.closeAllConnections();
      server.close();
    }
  }

  it('hand their memory on, and end their threads', async () => {
    const isolated = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    const { threads, cycles, memories, isSame } = await onPage('cycle', isolated);
    expect(threads).toBe(2);
    expect(isSame).toBe(true);
    // The garbage collector may take one in between.
    expect(memories).toBeLessThan(cycles / 2);
  });

  it('need a policy that lets WebAssembly be compiled; plain JavaScript does not', async () => {
    const { code, message, sum } = await onPage('underPolicy', {
      'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'",
    });
    expect(code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(message).toMatch(/No WebAssembly may be compiled here.*'wasm-unsafe-eval'/);
    expect(sum).toBeCloseTo(1, 5);
  });
});
