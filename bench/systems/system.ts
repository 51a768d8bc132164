import type { Network } from '@fer/core';
import type { BenchNetwork } from '../networks.ts';

/** An engine that is measured. */
export interface System {
  readonly name: string;
  /** What it is, for the people who read the JSON. */
  readonly description: string;
  /** Whether `threads` means anything to it; else it has one, whatever is asked. */
  readonly hasThreads: boolean;
  load(network: BenchNetwork, threads: number): Promise<Network>;
}
