import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const core = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json'));

/** Folders of tfjs-core that never reach a backend: model files, storage, the host. */
const unrelated = /^(io|platforms)\//;

/** tfjs-core's published tests that run on a backend: those that ask for one (`describeWithFlags`). */
async function testFiles(): Promise<string[]> {
  const root = join(core, 'dist');
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => file.endsWith('_test.js') && !unrelated.test(file),
  );
  const sources = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  return files
    .filter((_, index) => sources[index]!.includes('describeWithFlags('))
    .map((file) => join(root, file))
    .sort();
}

/** Gives `suite/tfjs-tests.ts` its content. */
const tests: Plugin = {
  name: 'tfjs-tests',
  setup({ onLoad }) {
    onLoad({ filter: /suite[/\\]tfjs-tests\.ts$/ }, async () => ({
      contents: (await testFiles()).map((file) => `import ${JSON.stringify(file)};`).join('\n'),
      resolveDir: core,
    }));
  },
};

/**
 * Bundles tfjs-core's tests with what runs them: a CommonJS program for Node, a classic script for a page.
 *
 * The tests import tfjs-core's single files, so everything else must take them too (`module` before `main`), or there
 * would be two tfjs in one program. tfjs marks files as free of side effects that are not (they register gradients and
 * chained methods), hence `ignoreAnnotations`.
 */
export async function bundleSuite(platform: 'node' | 'browser', outfile: string): Promise<void> {
  const entry = platform === 'node' ? 'in-node.ts' : 'in-page.ts';
  await build({
    entryPoints: [fileURLToPath(new URL(`suite/${entry}`, import.meta.url))],
    outfile,
    bundle: true,
    platform,
    format: platform === 'node' ? 'cjs' : 'iife',
    conditions: ['@fer/source'],
    mainFields: platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    define: {
      // Where the sources would look for their own files; none is looked for.
      'import.meta.url': JSON.stringify('file:///'),
      // jasmine takes its timers from there.
      ...(platform === 'browser' && { global: 'globalThis' }),
    },
    ignoreAnnotations: true,
    logLevel: 'silent',
    plugins: [tests],
  });
}
