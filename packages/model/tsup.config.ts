import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig([
  // Bundlers for browsers leave all but the first out (`browser` in package.json).
  {
    ...base,
    entry: {
      index: 'src/index.ts',
      'installed-detector': 'src/recognize/installed-detector.ts',
      'read-file': 'src/weights/sources/read-file.ts',
    },
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
