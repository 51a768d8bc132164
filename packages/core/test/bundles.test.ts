import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { build as buildWithVite, createLogger, type Rollup } from 'vite';
import { afterAll, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fer-core-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Gzipped size of all that core brings to a page, in bytes. Raise it in the commit that needs it, with the reason. */
const MAX_GZIP_BYTES = 10_000;

it('is bundled for browsers by Vite without a warning, without Node and without sharp', async () => {
  writeFileSync(
    join(folder, 'main.js'),
    `import * as core from ${JSON.stringify(entry)}; globalThis.core = core;`,
  );
  const warnings: string[] = [];
  const logger = createLogger('warn');
  logger.warn = (message) => warnings.push(message);
  logger.warnOnce = logger.warn;
  const result = (await buildWithVite({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    customLogger: logger,
    build: { write: false, rollupOptions: { input: join(folder, 'main.js') } },
  })) as Rollup.RollupOutput;

  expect(warnings).toEqual([]);
  const chunks = result.output.filter((file) => file.type === 'chunk');
  expect(chunks).toHaveLength(1);
  expect(chunks[0]!.imports).toEqual([]);
  expect(gzipSync(chunks[0]!.code).length).toBeLessThan(MAX_GZIP_BYTES);
});

it('brings no more than what is used', async () => {
  const result = await bundle({
    stdin: {
      contents: `import { EMOTIONS } from ${JSON.stringify(entry)}; console.log(EMOTIONS);`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
  });
  expect(result.outputFiles[0]!.contents.length).toBeLessThan(500);
});

it.each(['esm', 'cjs'] as const)('says what to install where sharp is not (%s)', async (format) => {
  // Outside the repository nothing is installed.
  const file = join(folder, format === 'esm' ? 'core.mjs' : 'core.cjs');
  await bundle({ entryPoints: [entry], bundle: true, outfile: file, format, platform: 'node' });
  const script = join(folder, `run-${format}.mjs`);
  writeFileSync(
    script,
    `import { loadImage } from ${JSON.stringify(file)};
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { code, message } = await loadImage(png).catch((error) => error);
    console.log(JSON.stringify({ code, message }));`,
  );
  const { code, message } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  expect(code).toBe('FER_DECODER_MISSING');
  expect(message).toContain('sharp is not installed. Run: npm install sharp');
  expect(message).toContain('browser: works in browsers only');
});
