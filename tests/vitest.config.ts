import { defineConfig } from 'vitest/config';

/** Tests of the packages as they are published: on built and packed files, never on sources. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
