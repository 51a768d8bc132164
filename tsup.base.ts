import type { Options } from 'tsup';

/** What every package shares: ESM, CJS and types from one source, readable output, source maps. */
export const base: Options = {
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] } },
  sourcemap: true,
  clean: true,
  shims: true,
  treeshake: true,
  splitting: true,
  removeNodeProtocol: false,
};
