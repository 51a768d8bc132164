import { gzipSync } from 'node:zlib';
import { expect, inject } from 'vitest';
import type { Fetched } from './counting-proxy.ts';

/** What a fixture tells: the runtime in use, and the scores of the picture by label. */
export interface Answer {
  readonly runtime: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** Fails unless `answer` is that of the bundled weights, computed by `runtime`. */
export function expectAnswer(answer: Answer, runtime = 'wasm'): void {
  const expected = inject('reference');
  expect(Object.keys(answer.scores)).toEqual(Object.keys(expected));
  for (const [label, score] of Object.entries(expected)) {
    expect(answer.scores[label], label).toBeCloseTo(score, 5);
  }
  expect(answer.runtime).toBe(runtime);
}

/**
 * Fails if a page fetched more code than `limit` kB (gzip; scripts and WebAssembly, weights apart), anything of tfjs,
 * or something that is not there.
 */
export function expectFetched(fetched: readonly Fetched[], limit: number): void {
  expect(fetched.filter(({ status }) => status >= 400).map(({ path }) => path)).toEqual([]);
  const code = fetched.filter(({ type }) => /javascript|wasm/.test(type));
  const tfjs = code.filter(({ path, body }) => /tfjs|tensorflow/.test(path) || body.includes('_tfengine'));
  expect(tfjs.map(({ path }) => path)).toEqual([]);
  const sizes = code.map(({ path, body }) => [path, gzipSync(body).length / 1000] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(total, sizes.map(([path, size]) => `${path}: ${size} kB`).join('\n')).toBeLessThanOrEqual(limit);
  // The kernels have come; otherwise nothing was counted.
  expect(total).toBeGreaterThan(10);
}
