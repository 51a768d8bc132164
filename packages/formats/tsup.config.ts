import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: ['src/index.ts'],
  // A chunk of its own, loaded when an HDF5 file is met: h5wasm has no CommonJS, and of its builds only one is needed.
  noExternal: ['h5wasm'],
});
