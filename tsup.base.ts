import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

const importMetaUrlShim = fileURLToPath(new URL('./tsup.import-meta-url.js', import.meta.url));

/** How types are built. */
export const dts = { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] } };

/**
 * What every package shares: ESM, CommonJS and types from one source, readable output. The sources are published beside
 * it, so there are no source maps.
 *
 * Without tsup's `treeshake` its CommonJS comes from sucrase, which makes `require()` of every `import()`: Jest knows no
 * other.
 */
export const base: Options = {
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts,
  clean: true,
  splitting: true,
  removeNodeProtocol: false,
  esbuildOptions(options, { format }) {
    // Parcel and others install or inline a polyfill for pages that name a `process` of their own.
    options.define = { ...options.define, process: 'globalThis.process' };
    if (format !== 'cjs') return;
    options.define = { ...options.define, 'import.meta.url': 'importMetaUrl' };
    options.inject = [...(options.inject ?? []), importMetaUrlShim];
  },
};
