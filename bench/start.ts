/**
 * Times a cold start, from the built packages as users have them: in Node from the import of `@fer/model` to the first
 * answer, each time in a new process; in Chromium from the first line of a page's script to the first answer, each time
 * in a new browser context, with what the page asked for. Pixels, not a photo: decoding is another matter.
 *
 *   npm run build && node --conditions=@fer/source --import tsx bench/start.ts [--runs 9] [--node <path>] [--json <file>]
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { chromiumPath, launchChromium } from '../tests/support/chromium.ts';
import { serveFolder } from '../tests/support/static-server.ts';
import { describeMachine } from './support/machine.ts';
import { writeReport } from './support/report.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});
const runs = Number(options.runs);
const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Start {
  readonly where: string;
  /** To the recognizer, and to the first answer, ms. */
  readonly created: number;
  readonly answered: number;
  /** Scripts and WebAssembly that were asked for, as gzip sends them; 0 in Node. */
  readonly gzipBytes: number;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** What both run; `start` is when it began. */
const recognize = `
  const fer = await createRecognizer({ detector: false });
  const created = performance.now() - start;
  const pixels = { data: new Uint8Array(48 * 48).map((_, i) => i % 251), width: 48, height: 48, channels: 1 };
  const [face] = await fer.recognize(pixels);
  const answered = performance.now() - start;
`;

function startInNode(): Start {
  const script = `
    const start = performance.now();
    const { createRecognizer } = await import('@fer/model');
    ${recognize}
    if (fer.runtime !== 'wasm' || !face) throw new Error('not on wasm');
    console.log(JSON.stringify({ created, answered }));`;
  const output = execFileSync(options.node, ['--input-type=module', '--eval', script], {
    cwd: join(root, 'packages/cli'),
    encoding: 'utf8',
  });
  return { where: `Node, new process`, gzipBytes: 0, ...JSON.parse(output) };
}

async function startInChromium(isolated: boolean): Promise<Start[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fer-start-'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="./page.js"></script>',
  );
  await writeFile(
    join(folder, 'page.js'),
    `import { createRecognizer } from ${JSON.stringify(join(root, 'packages/model/dist/index.js'))};
    const start = performance.now();
    ${recognize}
    window.outcome = { created, answered, runtime: fer.runtime, isolated: crossOriginIsolated };`,
  );
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir: 'site', target: 'es2022' },
  });
  const site = join(folder, 'site');
  const { url, close } = await serveFolder(site, isolated);
  const browser = await launchChromium();
  const starts: Start[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction('window.outcome !== undefined');
    const outcome = (await page.evaluate('window.outcome')) as Start & { runtime: string; isolated: boolean };
    if (outcome.runtime !== 'wasm' || outcome.isolated !== isolated) throw new Error(JSON.stringify(outcome));
    const requested = (await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)",
    )) as string[];
    let gzipBytes = 0;
    for (const file of new Set(requested)) {
      if (!/\.(js|wasm)$/.test(file)) continue;
      gzipBytes += gzipSync(await readFile(join(site, file))).length;
    }
    const { created, answered } = outcome;
    starts.push({ where: `Chromium, ${isolated ? '' : 'not '}isolated`, created, answered, gzipBytes });
    await context.close();
  }
  await browser.close();
  await close();
  await rm(folder, { recursive: true });
  return starts;
}

const groups: Start[][] = [Array.from({ length: runs }, startInNode)];
if (chromiumPath) groups.push(await startInChromium(false), await startInChromium(true));

const results = groups.map((starts) => ({
  where: starts[0]!.where,
  runs: starts.length,
  createdMs: median(starts.map(({ created }) => created)),
  answeredMs: median(starts.map(({ answered }) => answered)),
  slowestMs: Math.max(...starts.map(({ answered }) => answered)),
  gzipBytes: starts[0]!.gzipBytes,
}));
writeReport({ bench: 'start', machine: await describeMachine(), options, results }, options.json, (rows) =>
  rows.map((row) => ({
    where: row.where,
    'recognizer, ms': Math.round(row.createdMs),
    'first answer, ms': Math.round(row.answeredMs),
    slowest: Math.round(row.slowestMs),
    'JS + WASM, gzip bytes': row.gzipBytes,
  })),
);
