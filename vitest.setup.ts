import { beforeAll } from 'vitest';

/** A library must not print: whatever reaches the console in a test fails that test. */
beforeAll(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[method] = (...args: unknown[]) => {
      throw new Error(`console.${method} was called in a test: ${args.join(' ')}`);
    };
  }
});
