import { resolveGraph } from '@fer/graph';
import { tutorialCnn } from '@fer/model';
import { describe, expect, it } from 'vitest';
import { cpuRuntime, tinyBatches, tinyOptions } from './__fixtures__/tiny-training.ts';
import { assertFits, memoryDemand } from './memory-demand.ts';
import { train } from './train.ts';

const graph = resolveGraph(tutorialCnn.build(tutorialCnn.defaults, 7), tutorialCnn.input);

describe('memoryDemand', () => {
  it('counts every feature map and its gradient, an image', () => {
    // 44²·64 conv1, 20²·64 pool, 18²·64, 16²·64, 7²·64 pool, 5²·128, 3²·128, 128 pool, and the dense part:
    // 1024, its dropout, 1024, its dropout, logits and probabilities.
    const outputs =
      123904 + 25600 + 20736 + 16384 + 3136 + 3200 + 1152 + 128 + 1024 + 1024 + 1024 + 1024 + 7 + 7;
    expect(memoryDemand(graph, true).perImage).toBe(4 * (48 * 48 + 2 * outputs));
  });
});

describe('assertFits', () => {
  const demand = { fixed: 1e9, perImage: 1e7 };

  it('lets pass what fits, and everything where no limit is known', () => {
    assertFits(demand, 300, 4e9, 'net');
    assertFits(demand, 1e9, undefined, 'net');
  });

  it('says what a batch would need and how many images fit', () => {
    expect(() => assertFits(demand, 301, 4e9, 'net')).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringMatching(
          /'net' on 301 images at once needs about 4\.0 GB.*holds 4\.0 GB.*to 300 or less/,
        ),
        details: expect.objectContaining({ neededBytes: 4.01e9, fitting: 300 }),
      }),
    );
    expect(() => assertFits(demand, 1, 1e9, 'net')).toThrow(/Use a smaller network/);
  });
});

describe('train', () => {
  const memoryLimit = 64 * 2 ** 20 + 200_000;
  const start = async () => ({ ...(await cpuRuntime.training.start()), memoryLimit });
  const small = { ...cpuRuntime, training: { ...cpuRuntime.training, start } };

  it('refuses a batch that does not fit before it starts, and computes it in pieces', async () => {
    const options = tinyOptions({ runtime: small, batches: tinyBatches({ batchSize: 200 }), epochs: 1 });
    await expect(train(options)).rejects.toThrow(/on 200 images at once needs/);
    const { history } = await train({ ...options, microBatchSize: 16 });
    expect(history).toHaveLength(1);
  });
});
