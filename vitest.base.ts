import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@fer/source'];

/** Tests run on the sources of all packages (the `@fer/source` condition), so none has to be built first. */
export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'import', 'default'] } },
  test: {
    reporters: ['default', ['json', { outputFile: process.env.TEST_REPORT ?? 'reports/vitest.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: [fileURLToPath(new URL('./vitest.setup.ts', import.meta.url))],
  },
});
