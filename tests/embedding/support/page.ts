import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { serveFolder } from '../../support/static-server.ts';
import { type Answer, expectAnswer, expectFetched } from './answer.ts';
import { startCountingProxy } from './counting-proxy.ts';

/**
 * kB for a page whose bundler cannot split it: what the runtime cpu and weights from a URL alone import is in it, too, and
 * what holds plugins of others against their contracts (2.2 kB).
 */
export const ONE_FILE_LIMIT = 76;

export interface PageExpectations {
  /** The page, from the server's root. Default: the root. */
  readonly path?: string;
  /** How much code it may fetch, in kB (1000 bytes), gzip. Default 65.2. */
  readonly limit?: number;
  /** Added to all that is served. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Which one is in use. Default `wasm`. */
  readonly runtime?: string;
  /** How many threads compute. Default: not looked at. */
  readonly threads?: number;
  /** Patterns of the warnings and errors that it writes to the console. Default: none. */
  readonly messages?: readonly RegExp[];
}

/** Starts Chromium for the tests of a file. */
export function useChromium(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  return () => browser;
}

/** Serves a folder, opens its page, and fails unless it answers as it should. */
export async function expectFolder(
  browser: Browser,
  folder: string,
  expected: PageExpectations = {},
): Promise<void> {
  const server = await serveFolder(folder, false);
  try {
    await expectPage(browser, server.url, expected);
  } finally {
    await server.close();
  }
}

/** Opens the page of a server that runs, and fails unless it answers as it should. */
export async function expectPage(
  browser: Browser,
  server: string,
  expected: PageExpectations = {},
): Promise<void> {
  const { path = '', limit = 65.2, headers, runtime, threads } = expected;
  const proxy = await startCountingProxy(server, headers);
  const context = await browser.newContext();
  try {
    const { answer, messages, page } = await askPage(context, proxy.url + path);
    expectAnswer(answer, runtime);
    // The page itself is the first thread.
    if (threads !== undefined) await expect.poll(() => page.workers().length).toBe(threads - 1);
    expect(messages).toEqual(expected.messages?.map((pattern) => expect.stringMatching(pattern)) ?? []);
    expectFetched(proxy.fetched, limit);
  } finally {
    await context.close();
    await proxy.close();
  }
}

/**
 * Opens a page and waits for its answer.
 *
 * @returns the answer, and the warnings and errors in its console
 * @throws if the page throws
 */
export async function askPage(
  context: BrowserContext,
  url: string,
): Promise<{ answer: Answer; messages: readonly string[]; page: Page }> {
  const messages: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (/error|warning/.test(message.type())) messages.push(message.text());
  });
  const failure = new Promise<never>((_, reject) => {
    page.on('pageerror', reject);
  });
  const answered = page
    .goto(url)
    .then(() => page.waitForFunction(() => 'answer' in globalThis, undefined, { timeout: 30_000 }))
    .then((handle) => handle.evaluate(() => (globalThis as unknown as { answer: Answer }).answer));
  try {
    return { answer: await Promise.race([answered, failure]), messages, page };
  } catch (error) {
    throw new Error([`No answer from ${url}: ${error}`, ...messages].join('\n'));
  }
}
