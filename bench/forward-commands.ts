import { createBenchImages, createBenchNetwork } from './networks.ts';
import { type Sampling, timeRepeatedly, warmUp } from './support/time-repeatedly.ts';
import type { BenchedNetwork, System } from './systems/system.ts';

/** Which contestant a process or a page is. */
export interface ForwardSetup {
  readonly system: string;
  readonly network: string;
  readonly threads: number;
}

/** What a contestant is told to do; each is answered once. */
export type ForwardCommand =
  | { readonly type: 'load' }
  /** Answered by `number[]`, the probabilities. */
  | { readonly type: 'predict'; readonly batch: number }
  /** Answered by the milliseconds that it took. */
  | { readonly type: 'warm-up'; readonly batch: number }
  /** Answered by `Times`. */
  | { readonly type: 'measure'; readonly batch: number; readonly durationMs: number };

/** One network in one system. */
export function createContestant(
  systems: readonly System[],
  setup: ForwardSetup,
  sampling?: Sampling,
): (command: ForwardCommand) => Promise<unknown> {
  const bench = createBenchNetwork(setup.network);
  let loaded: BenchedNetwork | undefined;
  return async (command) => {
    if (command.type === 'load') {
      const system = systems.find(({ name }) => name === setup.system)!;
      loaded = await system.load(bench, setup.threads);
      return undefined;
    }
    const images = createBenchImages(bench.architecture, command.batch);
    const predict = () => loaded!.predict(images, command.batch);
    switch (command.type) {
      case 'predict':
        return Array.from(await predict());
      case 'warm-up':
        return warmUp(predict);
      case 'measure':
        return timeRepeatedly(predict, command.durationMs, sampling);
    }
  };
}
