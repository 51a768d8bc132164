import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig([
  { ...base, entry: ['src/index.ts'] },
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
