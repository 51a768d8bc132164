import { type Network, nextTask, sizeOf } from '@fer/core';

type Feeds = Parameters<Network['run']>[0];
type Outputs = Awaited<ReturnType<Network['run']>>;

interface Waiting {
  readonly feeds: Feeds;
  resolve(outputs: Outputs): void;
  reject(reason: unknown): void;
}

/** The same network, whose runs of one picture are computed together where several come in one turn of the event loop. */
export function gatherRuns(network: Network): Network {
  const { together: most = 1 } = network;
  const waiting: Waiting[] = [];
  const buffers = new Map(
    network.inputs.map(({ name, shape }) => [name, new Float32Array(most * sizeOf(shape))]),
  );
  let isRunning = false;

  const runAll = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      await nextTask();
      await answer(network, waiting.splice(0, most), buffers);
    }
    isRunning = false;
  };

  return {
    ...network,
    run(feeds, batch) {
      if (batch !== 1) return network.run(feeds, batch);
      return new Promise((resolve, reject) => {
        waiting.push({ feeds, resolve, reject });
        if (!isRunning) void runAll();
      });
    },
  };
}

/** Runs of one picture each as one; what they are fed is copied to `buffers`, by name of the input. */
async function answer(
  network: Network,
  batch: readonly Waiting[],
  buffers: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  if (batch.length === 1) {
    const [{ feeds, resolve, reject }] = batch as [Waiting];
    return network.run(feeds, 1).then(resolve, reject);
  }
  try {
    const outputs = await network.run(together(batch, buffers), batch.length);
    for (const [i, { resolve }] of batch.entries()) {
      const row = (data: Float32Array) => {
        const length = data.length / batch.length;
        return data.slice(i * length, (i + 1) * length);
      };
      resolve(Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, row(data)])));
    }
  } catch {
    // What is wrong with one is not to be blamed on the others.
    for (const { feeds, resolve, reject } of batch) await network.run(feeds, 1).then(resolve, reject);
  }
}

function together(batch: readonly Waiting[], buffers: ReadonlyMap<string, Float32Array>): Feeds {
  const feeds: Record<string, Float32Array> = {};
  for (const [name, buffer] of buffers) {
    let at = 0;
    for (const one of batch) {
      buffer.set(one.feeds[name]!, at);
      at += one.feeds[name]!.length;
    }
    feeds[name] = buffer.subarray(0, at);
  }
  return feeds;
}
