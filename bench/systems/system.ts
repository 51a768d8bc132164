import type { Network } from '@fer/core';
import type { BenchNetwork } from '../networks.ts';

/** What is measured of a network. */
export type BenchedNetwork = Pick<Network, 'predict' | 'dispose'>;

/** An engine that is measured. */
export interface System {
  readonly name: string;
  /** Whether `threads` means anything to it; else it has one, whatever is asked. */
  readonly hasThreads: boolean;
  load(network: BenchNetwork, threads: number): Promise<BenchedNetwork>;
}

/** @param names separated by commas */
export function findSystems(systems: readonly System[], names: string): System[] {
  return names.split(',').map((name) => {
    const system = systems.find((candidate) => candidate.name === name);
    if (system) return system;
    throw new Error(
      `There is no system '${name}'; choose from ${systems.map((one) => one.name).join(', ')}.`,
    );
  });
}
