import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, layoutArena } from './arena.ts';

const block = fc
  .record({ byteLength: fc.integer({ min: 1, max: 5000 }), firstStep: fc.nat(20), steps: fc.nat(8) })
  .map(({ byteLength, firstStep, steps }): Block => ({ byteLength, firstStep, lastStep: firstStep + steps }));

describe('layoutArena', () => {
  it('never overlaps blocks that are in use at the same step', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 25 }), (blocks) => {
        const { offsets, byteLength } = layoutArena(blocks);
        for (const [a, first] of blocks.entries()) {
          expect(offsets[a]! % 64).toBe(0);
          expect(offsets[a]! + first.byteLength).toBeLessThanOrEqual(byteLength);
          for (const [b, second] of blocks.entries()) {
            if (a >= b || first.lastStep < second.firstStep || second.lastStep < first.firstStep) continue;
            const areApart =
              offsets[a]! + first.byteLength <= offsets[b]! || offsets[b]! + second.byteLength <= offsets[a]!;
            expect(areApart, `blocks ${a} and ${b}`).toBe(true);
          }
        }
      }),
    );
  });

  it('takes no more than the two largest neighbours for a chain', () => {
    const sizes = [640, 6400, 1280, 3200, 64];
    const blocks = sizes.map((byteLength, step) => ({ byteLength, firstStep: step, lastStep: step + 1 }));
    expect(layoutArena(blocks).byteLength).toBe(6400 + 1280);
  });

  it('needs nothing for nothing', () => {
    expect(layoutArena([])).toEqual({ offsets: [], byteLength: 0 });
  });
});
