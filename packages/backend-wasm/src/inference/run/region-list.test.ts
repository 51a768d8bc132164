import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RegionList } from './region-list.ts';

it('gives the lowest part that is free', () => {
  const regions = new RegionList(100);
  const [a, b, c] = [regions.take(64), regions.take(1000), regions.take(1)];
  expect([a, b, c]).toEqual([128, 192, 192 + 1024]);
  regions.release(b!);
  expect(regions.take(1025)).toBe(192 + 1024 + 64);
  expect(regions.take(900)).toBe(192);
  regions.release(a!);
  expect(regions.take(65)).toBe(1280 + 1088);
  expect(regions.take(64)).toBe(128);
});

it('never gives one byte twice', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ size: fc.integer({ min: 1, max: 500 }), drop: fc.nat(9) })), (steps) => {
      const regions = new RegionList(64);
      let held: { first: number; size: number }[] = [];
      for (const { size, drop } of steps) {
        const first = regions.take(size);
        expect(first % 64).toBe(0);
        for (const other of held) {
          expect(first >= other.first + other.size || first + size <= other.first).toBe(true);
        }
        held.push({ first, size });
        const gone = held[drop];
        if (gone === undefined) continue;
        regions.release(gone.first);
        held = held.filter((one) => one !== gone);
      }
    }),
  );
});
