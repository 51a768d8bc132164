import type { Browser } from 'playwright-core';
import type { RunReport, RunRequest } from './protocol.ts';

/** Runs the suite in a fresh page. `url` serves a page that loads what `bundleSuite('browser')` wrote. */
export async function runInPage(browser: Browser, url: string, request: RunRequest): Promise<RunReport> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    return await page.evaluate((given) => window.runConformance(given), request);
  } finally {
    await page.close();
  }
}
