/**
 * The child process of `forward.ts`: one network in one system, alone with its threads, its memory and its compiler
 * tiers. It works when it is told to and sleeps otherwise.
 */
import type { Network } from '@fer/core';
import { createBenchImages, createBenchNetwork } from './networks.ts';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { serveCommands } from './support/serve-commands.ts';
import { timeRepeatedly, warmUp } from './support/time-repeatedly.ts';
import { nodeSystems } from './systems/index.ts';

/** Given as JSON, the only argument. */
export interface ForwardSetup {
  readonly system: string;
  readonly network: string;
  readonly threads: number;
  readonly relaxed: boolean;
}

/** Each is answered by one message. */
export type ForwardCommand =
  | { readonly type: 'load' }
  | { readonly type: 'predict'; readonly batch: number }
  | { readonly type: 'warm-up'; readonly batch: number }
  | { readonly type: 'measure'; readonly batch: number; readonly durationMs: number };

const setup = JSON.parse(process.argv[2]!) as ForwardSetup;
const bench = createBenchNetwork(setup.network);
let loaded: Network | undefined;

async function obey(command: ForwardCommand): Promise<unknown> {
  if (command.type === 'load') {
    if (setup.relaxed) await requireRelaxedSimd();
    const system = nodeSystems.find(({ name }) => name === setup.system)!;
    loaded = await system.load(bench, setup.threads);
    return describeMachine();
  }
  const images = createBenchImages(bench.architecture, command.batch);
  const predict = () => loaded!.predict(images, command.batch);
  switch (command.type) {
    case 'predict':
      return predict();
    case 'warm-up':
      return warmUp(predict);
    case 'measure':
      return timeRepeatedly(predict, command.durationMs);
  }
}

serveCommands(obey);
