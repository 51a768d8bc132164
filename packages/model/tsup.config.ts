import { defineConfig } from 'tsup';
import { base, dts } from '../../tsup.base.ts';

export default defineConfig([
  // Bundlers for browsers put `left-out` in place of the other two (`browser` in package.json).
  {
    ...base,
    // Not by tsup: one of the two would take away what the other has written. `build` in package.json does it.
    clean: false,
    entry: {
      index: 'src/index.ts',
      worker: 'src/worker/index.ts',
      'installed-detector': 'src/recognize/installed-detector.ts',
      'left-out': 'src/left-out.ts',
      'read-file': 'src/weights/sources/read-file.ts',
    },
    dts: { ...dts, entry: { index: 'src/index.ts', worker: 'src/worker/index.ts' } },
  },
  // Modules only: Node takes them from CommonJS, too, and twice the bytes would help nobody.
  {
    ...base,
    entry: ['src/embedded.ts'],
    format: ['esm'],
    platform: 'browser',
    loader: { '.wasm': 'binary', '.bin': 'binary' },
    clean: false,
  },
]);
