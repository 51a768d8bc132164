/**
 * The child process of `forward.ts`: one network in one system, alone with its threads, its memory and its compiler
 * tiers. It works when it is told to and sleeps otherwise.
 */
import { createContestant, type ForwardCommand, type ForwardSetup } from './forward-commands.ts';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { serveCommands } from './support/serve-commands.ts';
import { nodeSystems } from './systems/node.ts';

/** Given as JSON, the only argument. */
export interface ForwardProcessSetup extends ForwardSetup {
  readonly relaxed: boolean;
}

const setup = JSON.parse(process.argv[2]!) as ForwardProcessSetup;
const obey = createContestant(nodeSystems, setup);

serveCommands(async (command: ForwardCommand) => {
  if (command.type === 'load' && setup.relaxed) await requireRelaxedSimd();
  const answer = await obey(command);
  return command.type === 'load' ? describeMachine() : answer;
});
