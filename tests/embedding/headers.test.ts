import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { createFixture } from './support/fixture.ts';
import { expectFolder, ONE_FILE_LIMIT, useChromium } from './support/page.ts';

const project = createFixture('headers');
const pages = join(project.folder, 'dist');
const readHeaders = async (file: string) => JSON.parse(await readFile(join(project.folder, file), 'utf8'));

describe.skipIf(chromiumPath === undefined)('the headers of a page', () => {
  const browser = useChromium();
  it('installs', () => project.install());
  it('builds', () => project.run('npm', 'run', 'build'));

  it('uses one thread where the page is not cross-origin isolated', () =>
    expectFolder(browser(), pages, { threads: 1, limit: ONE_FILE_LIMIT }));

  it('uses all cores where it is', async () =>
    expectFolder(browser(), pages, {
      headers: await readHeaders('isolated.json'),
      threads: availableParallelism(),
      limit: ONE_FILE_LIMIT,
    }));

  describe('with a content security policy', () => {
    it('runs with wasm-unsafe-eval, in threads too', async () => {
      const headers = { ...(await readHeaders('csp.json')), ...(await readHeaders('isolated.json')) };
      await expectFolder(browser(), pages, {
        headers,
        threads: availableParallelism(),
        limit: ONE_FILE_LIMIT,
      });
    });

    const headers = { 'content-security-policy': "default-src 'self'; img-src 'self' data:" };

    // Kernels that are refused are fetched when the engine starts, and again when it is to run: twice a recognizer.
    it('falls back to plain JavaScript without it, and says so once', () =>
      expectFolder(browser(), pages, {
        path: 'twice.html',
        headers,
        runtime: 'cpu',
        limit: 130,
        messages: [/plain JavaScript.*wasm-unsafe-eval/],
      }));

    it('falls back without a word where `onWarning` is false', () =>
      expectFolder(browser(), pages, { path: 'quiet.html', headers, runtime: 'cpu', limit: 90 }));
  });
});
