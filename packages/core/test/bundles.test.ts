import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { build as buildWithVite, createLogger, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fer-core-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Gzipped size of all that core brings to a page, in bytes. Raise it in the commit that needs it, with the reason: from
 * 10,000 for the limits of pictures (the sizes in their headers, hosts, redirects, time), from 14,500 for networks of any
 * inputs and outputs and for pictures in colour, from 15,100 for turned faces, from
 * 15,700 for pictures that are decoded smaller, from 15,900 for time limits and faults of plugins.
 */
const MAX_GZIP_BYTES = 16_400;

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
  // Of the package as built, `browser` in package.json leaves the second out.
  expect(chunks.map(({ name }) => name).sort()).toEqual(['main', 'only-in-node', 'sha256-in-script']);
  const [main] = chunks.filter(({ isEntry }) => isEntry);
  expect(main!.imports).toEqual([]);
  expect(gzipSync(main!.code).length).toBeLessThan(MAX_GZIP_BYTES);
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

it('imports nothing while it runs over HTTPS and outside of Node, which workers of services forbid', async () => {
  const { metafile } = await bundle({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    metafile: true,
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  expect(imports.length).toBeGreaterThan(20);
  const later = imports.filter(({ kind }) => kind !== 'import-statement');
  expect([...new Set(later.map(({ original }) => original))].sort()).toEqual([
    './only-in-node.ts',
    './sha256-in-script.ts',
  ]);
});

describe.each(['esm', 'cjs'] as const)('bundled for Node (%s), sharp', (format) => {
  // Outside the repository nothing is installed.
  const home = join(folder, format);
  const file = join(home, format === 'esm' ? 'core.mjs' : 'core.cjs');

  beforeAll(() =>
    bundle({
      entryPoints: [entry],
      bundle: true,
      outfile: file,
      format,
      platform: 'node',
      logLevel: 'error',
    }),
  );

  const decode = (where: string, cwd: string, before = '') => {
    mkdirSync(where, { recursive: true });
    const script = join(where, 'run.mjs');
    writeFileSync(
      script,
      `${before}
      import { loadImage } from ${JSON.stringify(pathToFileURL(file).href)};
      const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const { code, message } = await loadImage(png).catch((error) => error);
      console.log(JSON.stringify({ code, message }));`,
    );
    return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8', cwd }));
  };

  const install = (where: string, code: string) => {
    mkdirSync(join(where, 'node_modules/sharp'), { recursive: true });
    writeFileSync(join(where, 'node_modules/sharp/index.js'), code);
  };

  it('is told how to be had where it is missing', () => {
    const { code, message } = decode(join(home, 'missing'), home);
    expect(code).toBe('FER_DECODER_MISSING');
    expect(message).toContain('sharp is not installed. Run: npm install sharp');
    expect(message).toContain('browser: works in browsers only');
  });

  it('is told how to be mended where it belongs to another system', () => {
    const where = join(home, 'broken');
    // The words of sharp 0.35.
    const words =
      'Could not load the "sharp" module using the linux-x64 runtime\\nPossible solutions:\\n- Ensure';
    install(where, `throw new Error('${words}')`);
    const { code, message } = decode(where, home);
    expect(code).toBe('FER_DECODER_MISSING');
    expect(message).toContain(`sharp is installed, but cannot be loaded by Node ${process.version} on`);
    expect(message).toContain('(Could not load the "sharp" module using the linux-x64 runtime)');
    expect(message).toContain('Run here: npm install --include=optional sharp');
  });

  it('is told what Deno must be allowed', () => {
    const where = join(home, 'denied');
    install(where, `throw new Error('Requires ffi access, run again with the --allow-ffi flag')`);
    // Deno has these, and its canvas cannot be drawn on.
    const deno =
      'globalThis.createImageBitmap = () => {}; globalThis.OffscreenCanvas = class { getContext() { return null } };';
    const { code, message } = decode(where, home, deno);
    expect(code).toBe('FER_DECODER_MISSING');
    expect(message).toContain('Run with: --allow-env --allow-ffi --allow-read');
    expect(message).not.toContain('smaller');
  });

  it.each(['the running script', 'the folder'])('is found from %s', (origin) => {
    const where = join(home, origin);
    install(where, `module.exports = () => { throw new Error('found from ${origin}') }`);
    const { message } =
      origin === 'the folder' ? decode(join(home, 'elsewhere'), where) : decode(where, home);
    expect(message).toContain(`found from ${origin}`);
  });
});
