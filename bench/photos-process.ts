/** The child process of `photos.ts`: one contender, alone with its engine and its memory. Its name is the only argument. */
import sharp from 'sharp';
import type { PhotoContender } from './photos/contender.ts';
import { loadContender } from './photos/index.ts';
import { describeMachine } from './support/machine.ts';
import { serveCommands } from './support/serve-commands.ts';

/** What a contender is told to do; each is answered once. */
export type PhotosCommand =
  /** Answered by a `Machine`. */
  | { readonly type: 'load' }
  /** Answered by a `Look`. */
  | { readonly type: 'look'; readonly files: readonly string[] };

/** One way through a folder. */
export interface Look {
  readonly wallMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly faces: number | undefined;
  /** Of the process so far. */
  readonly peakRssBytes: number;
}

// Nobody may know a picture from the round before.
sharp.cache(false);
let contender: PhotoContender;

serveCommands(async (command: PhotosCommand) => {
  if (command.type === 'load') {
    contender = await loadContender(process.argv[2]!);
    return describeMachine();
  }
  const cpu = process.cpuUsage();
  const start = performance.now();
  const faces = await contender.look(command.files);
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  return { wallMs, cpuMs: (user + system) / 1000, faces, peakRssBytes } satisfies Look;
});
