import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { chromiumPath, chromiumSwitches } from '../support/chromium.ts';
import { type Answer, expectAnswer, expectFetched } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { askPage, ONE_FILE_LIMIT } from './support/page.ts';

const project = createFixture('extension');
const dist = join(project.folder, 'dist');

describe.skipIf(chromiumPath === undefined)('an extension (Manifest V3)', () => {
  let context: BrowserContext;
  it('installs and builds', async () => {
    await project.install();
    await project.run('npm', 'run', 'build');
    const load = [`--disable-extensions-except=${dist}`, `--load-extension=${dist}`];
    context = await chromium.launchPersistentContext('', {
      executablePath: chromiumPath,
      args: [...chromiumSwitches, ...load],
    });
  });
  afterAll(() => context?.close());

  const background = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));

  it('recognises in its background service worker', async () => {
    const worker = await background();
    const ask = () => worker.evaluate(() => (globalThis as unknown as { answer?: Answer }).answer);
    await expect.poll(ask, { timeout: 60_000 }).toBeDefined();
    expectAnswer((await ask())!);
  });

  it('recognises in a page', async () => {
    const worker = await background();
    const requested: string[] = [];
    context.on('request', (request) => requested.push(new URL(request.url()).pathname));
    const { answer, messages } = await askPage(context, new URL('page.html', worker.url()).href);
    expectAnswer(answer);
    expect(messages).toEqual([]);
    const fetched = requested.map(async (path) => {
      return { path, status: 200, type: typeOf(path), body: await readFile(join(dist, path)) };
    });
    expectFetched(await Promise.all(fetched), ONE_FILE_LIMIT);
  });
});

function typeOf(path: string): string {
  return path.endsWith('.js') ? 'text/javascript' : path.endsWith('.wasm') ? 'application/wasm' : '';
}
