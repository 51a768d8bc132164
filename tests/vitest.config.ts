import { configDefaults, defineConfig } from 'vitest/config';

/** Tests of the packages as they are published: on built and packed files, never on sources. */
export default defineConfig({
  test: {
    // A stage of their own: `npm run test:embedding`.
    exclude: [...configDefaults.exclude, 'embedding/**'],
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
