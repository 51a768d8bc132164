import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../../tests/support/chromium.ts';
import { serveFolder } from '../../../../tests/support/static-server.ts';
import { bundleSuite } from './bundle.ts';
import { exclusions } from './exclusions.ts';
import { judge } from './judge.ts';
import type { Place, RunReport, Subject } from './protocol.ts';
import { noteRun, writeNotes } from './report.ts';
import { runInNode } from './run-in-node.ts';
import { runInPage } from './run-in-page.ts';

const binaries = fileURLToPath(new URL('../../build/', import.meta.url));
const skip = exclusions.filter(({ kind }) => kind === 'unsafe').flatMap(({ specs }) => specs);

const stock: Subject = { backend: 'stock', simd: 'plain', threads: 1 };
const singleThreaded: Subject[] = [
  { backend: 'fer', simd: 'plain', threads: 1 },
  { backend: 'fer', simd: 'relaxed', threads: 1 },
];
const allSubjects: Subject[] = [
  ...singleThreaded,
  { backend: 'fer', simd: 'plain', threads: 2 },
  { backend: 'fer', simd: 'relaxed', threads: 2 },
];

/** tfjs-core 4.22 has 3828 in Node; much fewer would mean that they were not loaded. */
const leastSpecs = 3700;
const timeoutMs = 120_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-conformance-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await writeNotes();
});

function expectConformant(place: Place, subject: Subject, report: RunReport, stockReport: RunReport): void {
  noteRun(place, subject, report);
  expect(report.troubles).toEqual([]);
  expect(report.specs.length).toBeGreaterThan(leastSpecs);
  expect(report.specs.map(({ name }) => name)).toEqual(stockReport.specs.map(({ name }) => name));
  expect(Object.keys(report.calls)).toContainEqual(expect.stringMatching(/^filter_grad_/));
  expect(stockReport.calls).toEqual({});
  expect(judge(place, report, stockReport, exclusions)).toEqual({
    failures: [],
    worseThanStock: [],
    staleExclusions: [],
  });
}

describe("tfjs-core's tests in Node", () => {
  let stockReport: RunReport;
  const run = (subject: Subject) =>
    runInNode(join(folder, 'node.cjs'), { subject, binaries: pathToFileURL(binaries).href, skip });

  beforeAll(async () => {
    await bundleSuite('node', join(folder, 'node.cjs'));
    stockReport = await run(stock);
  }, timeoutMs);

  it.each(allSubjects)('pass with $simd SIMD, threads: $threads', { timeout: timeoutMs }, async (subject) => {
    expectConformant('node', subject, await run(subject), stockReport);
  });
});

// Skipped where there is no Chromium: install it, or set CHROMIUM_PATH.
describe.skipIf(!chromiumPath)("tfjs-core's tests in Chromium", () => {
  let browser: Browser;

  beforeAll(async () => {
    await bundleSuite('browser', join(folder, 'site/page.js'));
    await cp(binaries, join(folder, 'site/binaries'), { recursive: true });
    await writeFile(
      join(folder, 'site/index.html'),
      '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="page.js"></script>',
    );
    browser = await launchChromium();
  }, timeoutMs);

  afterAll(() => browser?.close());

  describe.each([
    { isolated: false, subjects: singleThreaded },
    { isolated: true, subjects: allSubjects },
  ])('on a page with isolated: $isolated', ({ isolated, subjects }) => {
    let stockReport: RunReport;
    let server: Awaited<ReturnType<typeof serveFolder>>;
    const run = (subject: Subject) =>
      runInPage(browser, server.url, { subject, binaries: `${server.url}binaries/`, skip });

    beforeAll(async () => {
      server = await serveFolder(join(folder, 'site'), isolated);
      stockReport = await run(stock);
    }, timeoutMs);

    afterAll(() => server?.close());

    it.each(subjects)('pass with $simd SIMD, threads: $threads', { timeout: timeoutMs }, async (subject) => {
      const report = await run(subject);
      expect(report.isolated).toBe(isolated);
      expectConformant('chromium', subject, report, stockReport);
    });
  });
});
