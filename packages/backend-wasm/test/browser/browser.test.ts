import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tests/support/chromium.ts';
import { serveFolder } from '../../../../tests/support/static-server.ts';
import type { PageReport } from './page/main.ts';
import { makeProject, repositoryRoot } from './project.ts';

const timeoutMs = 240_000;

// Skipped where there is no Chromium: install it, or set CHROMIUM_PATH.
describe.skipIf(!chromiumPath)('training in Chromium', () => {
  let browser: Browser;
  let project: Awaited<ReturnType<typeof makeProject>>;

  beforeAll(async () => {
    project = await makeProject();
    browser = await launchChromium();
  }, timeoutMs);

  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  async function visit(url: string): Promise<PageReport> {
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    try {
      await page.goto(url);
      await page.waitForFunction('window.report !== undefined', undefined, { timeout: timeoutMs });
      const report = (await page.evaluate('window.report')) as PageReport | { error: string };
      if ('error' in report) throw new Error(`${report.error}\n${messages.join('\n')}`);
      return report;
    } catch (error) {
      throw new Error(`${String(error)}\nThe page said:\n${messages.join('\n')}`, { cause: error });
    } finally {
      await page.close();
    }
  }

  function expectTrained({ losses, backend, calls }: PageReport): void {
    expect(backend).toBe('wasm');
    expect(Object.keys(calls)).toContainEqual(expect.stringMatching(/^filter_grad_/));
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.9);
    expect(calls).toMatchObject({
      depthwise_input_grad: expect.any(Number),
      max_pool_grad: expect.any(Number),
    });
  }

  it(
    'works in a Vite build, also on a cross-origin isolated page',
    async () => {
      await build({ root: project.root, logLevel: 'silent', build: { outDir: 'site' } });
      for (const isolated of [false, true]) {
        const server = await serveFolder(join(project.root, 'site'), isolated);
        const report = await visit(server.url);
        await server.close();
        expect(report.isolated).toBe(isolated);
        expect(report.threads > 1).toBe(isolated && report.cores > 1);
        expectTrained(report);
      }
    },
    timeoutMs,
  );

  it(
    'works on the Vite dev server',
    async () => {
      const server = await createServer({
        root: project.root,
        logLevel: 'silent',
        // tfjs is linked from the repository here, so Vite has to serve files from there.
        server: { host: '127.0.0.1', port: 0, hmr: false, fs: { allow: [project.root, repositoryRoot] } },
      });
      await server.listen();
      const report = await visit(server.resolvedUrls!.local[0]!);
      await server.close();
      expectTrained(report);
    },
    timeoutMs,
  );

  it(
    'works on a plain page that names the folder of the binaries',
    async () => {
      const site = join(project.root, 'plain');
      await bundle({
        entryPoints: [join(project.root, 'main.ts')],
        outfile: join(site, 'page.js'),
        bundle: true,
        format: 'iife',
        platform: 'browser',
        logLevel: 'silent',
      });
      await cp(join(project.root, 'node_modules/@fer/backend-wasm/build'), join(site, 'binaries'), {
        recursive: true,
      });
      await writeFile(
        join(site, 'index.html'),
        '<!doctype html><script>window.wasmFolder = "./binaries/"</script><script src="page.js"></script>',
      );
      const server = await serveFolder(site, false);
      const report = await visit(server.url);
      await server.close();
      expectTrained(report);
    },
    timeoutMs,
  );
});
