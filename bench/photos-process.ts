/** The child process of `photos.ts`: one contender, alone with its engine and its memory. Its name is the only argument. */
import sharp from 'sharp';
import type { PhotoContender } from './photos/contender.ts';
import { loadContender } from './photos/index.ts';
import { serveCommands } from './support/serve-commands.ts';

/** What a contender is told to do; each is answered once. */
export type PhotosCommand =
  | { readonly type: 'load' }
  /** Answered by a `Look`. */
  | { readonly type: 'look'; readonly files: readonly string[] }
  /** Answered by a `Machine`. In a process of its own: it brings our tfjs along, and peers would share what that registers. */
  | { readonly type: 'describe' };

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
    return undefined;
  }
  if (command.type === 'describe') return (await import('./support/machine.ts')).describeMachine();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const faces = await contender.look(command.files);
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  return { wallMs, cpuMs: (user + system) / 1000, faces, peakRssBytes } satisfies Look;
});
