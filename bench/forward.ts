/**
 * Times the forward pass of some networks in our `wasm` runtime and in its peers, each in a process of its own, taking
 * turns. No time is believed before all gave the same probabilities.
 *
 *   node --conditions=@fer/source --import tsx bench/forward.ts [--net tutorial-cnn,mini-xception,…]
 *     [--batch 1,32] [--threads 1] [--relaxed] [--rounds 7] [--systems fer,tfjs-wasm,…] [--node <path of another Node>]
 *     [--json <file>]
 */
import { parseArgs } from 'node:util';
import { type Contestant, compete, competitionRows, type ForwardResult } from './competition.ts';
import type { ForwardCommand } from './forward-commands.ts';
import type { ForwardProcessSetup } from './forward-process.ts';
import { benchArchitectures } from './networks.ts';
import { type Child, startChild } from './support/child-process.ts';
import type { Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { nodeSystems } from './systems/node.ts';
import { findSystems } from './systems/system.ts';

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    threads: { type: 'string', default: '1' },
    relaxed: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    systems: { type: 'string', default: nodeSystems.map(({ name }) => name).join() },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});
const threads = Number(options.threads);
const systems = findSystems(nodeSystems, options.systems);

let machine: Machine | undefined;
const results: ForwardResult[] = [];
for (const network of options.net.split(',')) {
  const children = systems.map(({ name }): Child<ForwardCommand> => {
    const setup: ForwardProcessSetup = { system: name, network, threads, relaxed: options.relaxed };
    return startChild('forward-process.ts', JSON.stringify(setup), options.node);
  });
  try {
    for (const child of children) machine = await child.ask<Machine>({ type: 'load' });
    const contestants = systems.map(
      ({ name, hasThreads }, index): Contestant => ({
        system: name,
        threads: hasThreads ? threads : 1,
        ask: (command) => children[index]!.ask(command),
      }),
    );
    for (const batch of options.batch.split(',').map(Number)) {
      results.push(...(await compete(network, batch, contestants, Number(options.rounds))));
    }
  } finally {
    for (const child of children) child.stop();
  }
}
writeReport({ bench: 'forward', machine: machine!, options, results }, options.json, competitionRows);
