import { defineConfig } from 'vitest/config';

/** The packages as strangers embed them: packed, installed elsewhere, built by each tool and run. Takes minutes. */
export default defineConfig({
  test: {
    // Not those of the fixtures.
    include: ['*.test.ts'],
    // Prints how long each install, build and run takes.
    reporters: ['verbose', ['json', { outputFile: 'reports/vitest.json' }]],
    globalSetup: ['./support/publish.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
