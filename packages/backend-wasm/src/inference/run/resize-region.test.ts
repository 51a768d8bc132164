import { expect, it } from 'vitest';
import type { NetworkEngine } from './network-engine.ts';
import { resizeRegionOn } from './resize-region.ts';

it('gives the memory back that it took when the kernel fails', () => {
  const memory = new ArrayBuffer(2 ** 20);
  const held = new Set<number>();
  const engine = {
    floats: new Float32Array(memory),
    words: new Int32Array(memory),
    jobs: {
      threads: 1,
      run() {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    },
    takeRegion() {
      held.add(64);
      return 64;
    },
    clear() {},
    releaseRegion: (first: number) => held.delete(first),
  } as unknown as NetworkEngine;
  const image = { data: new Uint8Array(6 * 4), width: 6, height: 4, channels: 1 } as const;
  const box = { x: 0, y: 0, width: 6, height: 4 };
  expect(() => resizeRegionOn(engine, image, 1, { cover: box, inner: box }, { width: 3, height: 2 })).toThrow(
    'unreachable',
  );
  expect(held).toEqual(new Set());
});
