import { type Network, nextTask } from '@fer/core';

type Feeds = Parameters<Network['run']>[0];
type Outputs = Awaited<ReturnType<Network['run']>>;

interface Waiting {
  readonly feeds: Feeds;
  resolve(outputs: Outputs): void;
  reject(reason: unknown): void;
}

/** The same network, whose runs of one picture are computed together where several come in one turn of the event loop. */
export function gatherRuns(network: Network): Network {
  const { together = 1 } = network;
  const waiting: Waiting[] = [];
  let isRunning = false;

  const runAll = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      await nextTask();
      await answer(network, waiting.splice(0, together));
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

async function answer(network: Network, batch: readonly Waiting[]): Promise<void> {
  if (batch.length === 1) {
    const [{ feeds, resolve, reject }] = batch as [Waiting];
    return network.run(feeds, 1).then(resolve, reject);
  }
  try {
    const names = network.inputs.map(({ name }) => name);
    const feeds = Object.fromEntries(
      names.map((name) => [name, concatenate(batch.map((one) => one.feeds[name]!))]),
    );
    const outputs = await network.run(feeds, batch.length);
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

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
