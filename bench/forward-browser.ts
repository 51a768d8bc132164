/**
 * `forward.ts` in Chromium: each system in a page of its own, taking turns. Relaxed SIMD is on there.
 *
 *   node --conditions=@fer/source --import tsx bench/forward-browser.ts [--net tutorial-cnn,mini-xception,…]
 *     [--batch 1,32] [--threads 1] [--isolated] [--rounds 7] [--systems fer,tfjs-wasm,ort-web,litert]
 *     [--litert <folder>] [--json <file>]
 *
 * `CHROMIUM_PATH` says where Chromium is. More than one thread makes the page isolated, without which there are none.
 *
 * LiteRT.js takes part where `--litert` names the folder that `make-tflite.ts` filled. Its package is not among our
 * dependencies, since it brings 38 MB of WebAssembly and cannot run without those files:
 * `npm install --no-save @litertjs/core`.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../tests/support/chromium.ts';
import type { BenchPage } from './browser/page.ts';
import { LITERT, serveBenchPage } from './browser/site.ts';
import { type Contestant, compete, competitionRows, type ForwardResult } from './competition.ts';
import type { ForwardCommand } from './forward-commands.ts';
import { benchArchitectures } from './networks.ts';
import { describeMachine, type Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    threads: { type: 'string', default: '1' },
    isolated: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    systems: { type: 'string', default: 'fer,tfjs-wasm,ort-web,litert' },
    litert: { type: 'string' },
    json: { type: 'string' },
  },
});
const threads = Number(options.threads);
const isolated = options.isolated || threads > 1;
const systems = options.systems.split(',').filter((system) => system !== 'litert' || hasLiteRt());

/** Put into `window` by the page. */
declare const bench: BenchPage;

const site = await serveBenchPage(isolated, systems.includes('litert') ? options.litert : undefined);
const browser = await launchChromium();
try {
  let machine: Machine | undefined;
  const results: ForwardResult[] = [];
  for (const network of options.net.split(',')) {
    const pages: Page[] = [];
    const contestants: Contestant[] = [];
    for (const system of systems) {
      const page = await openPage(browser, system, network);
      // A worker that fails leaves its page waiting for ever.
      const failed = new Promise<never>((_, reject) => page.once('pageerror', reject));
      pages.push(page);
      contestants.push({
        system,
        threads,
        ask: (command) => Promise.race([ask<never>(page, command), failed]),
      });
    }
    machine ??= await describe(browser, pages[0]!);
    for (const contestant of contestants) await contestant.ask({ type: 'load' });
    for (const batch of options.batch.split(',').map(Number)) {
      results.push(...(await compete(network, batch, contestants, Number(options.rounds))));
    }
    for (const page of pages) await page.context().close();
  }
  console.log(isolated ? 'A cross-origin isolated page.' : 'A page that is not cross-origin isolated.');
  const settings = { ...options, isolated };
  writeReport(
    { bench: 'forward-browser', machine: machine!, options: settings, results },
    options.json,
    competitionRows,
  );
} finally {
  await browser.close();
  await site.close();
}

/** Says why LiteRT.js is left out where it is. */
function hasLiteRt(): boolean {
  if (options.litert === undefined) console.log('Without LiteRT.js: --litert <folder> gives its networks.');
  else if (!existsSync(LITERT)) throw new Error('--litert needs `npm install --no-save @litertjs/core`.');
  return options.litert !== undefined;
}

/** In a context of its own, and so in a process of its own. */
async function openPage(from: Browser, system: string, network: string): Promise<Page> {
  const page = await (await from.newContext()).newPage();
  const query = new URLSearchParams({ system, network, threads: String(threads) });
  await page.goto(`${site.url}?${query}`);
  await page.waitForFunction('window.bench !== undefined');
  return page;
}

function ask<Answer>(page: Page, command: ForwardCommand): Promise<Answer> {
  return page.evaluate((given) => bench.obey(given), command) as Promise<Answer>;
}

async function describe(from: Browser, page: Page): Promise<Machine> {
  const seen = await page.evaluate(() => bench.describe());
  if (seen.isolated !== isolated) throw new Error(`The page says isolated: ${seen.isolated}.`);
  const session = await from.newBrowserCDPSession();
  const { jsVersion } = (await session.send('Browser.getVersion')) as { jsVersion: string };
  return {
    ...(await describeMachine()),
    engine: `Chromium ${from.version()}`,
    v8: jsVersion,
    simd: seen.simd,
  };
}
