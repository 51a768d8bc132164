import { FerError, type FerErrorCode } from '@fer/core';
import { findSystemError } from './system-error.ts';

const NO_ANSWER = 'The server does not answer: check the address and the network.';
const NO_PERMISSION = 'Look at its permissions (ls -l), or choose another place.';
const NO_ROOM = 'Make room, or choose a place on another disk.';

/** What to do when the system refuses; it goes before what the `FerErrorCode` advises. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EFBIG: 'Files may not grow that large here: ulimit -f tells how large.',
  EROFS: 'Nothing can be written there; choose another place.',
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EMFILE: 'Allow more open files: ulimit -n 4096',
  ENFILE: 'Close other programs: the system has too many files open.',
  EISDIR: 'Name a file; this is a folder.',
  ENOTDIR: 'Name a path whose parts are all folders; one of these is a file.',
  ENAMETOOLONG: 'Give a shorter path.',
  ELOOP: 'Give a path without links that lead in a circle.',
  EIO: 'The disk may be failing; try another place.',
  ENOMEM: 'Close other programs, or ask for less (a smaller --batch-size or --limit, smaller pictures).',
  EAI_AGAIN: 'The name of the server cannot be looked up now: check the network.',
  ENOTFOUND: 'No server has this name: check the address and the network.',
  ECONNREFUSED: NO_ANSWER,
  ECONNRESET: NO_ANSWER,
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  NotCapable: 'Deno withholds it: name the permission after `deno run`, or all of them: deno run -A',
};

const RESUMABLE = 'Go on with its training: fer train --resume with this --out; or choose another.';

const FACES_ALREADY = 'Are the pictures faces already? Take them whole: --no-detect';

/** What to do next, in terms of this command; messages speak in terms of the packages' functions. */
const HINTS: Readonly<Partial<Record<FerErrorCode, string>>> = {
  FER_RUNTIME_UNAVAILABLE: 'See which runtimes work here: fer runtimes',
  FER_DATA_ROW: 'Leave bad rows out, counted: --skip-bad-rows',
  FER_DATA_NOT_FOUND: 'Drawn faces need no file: --data synthetic',
  FER_WEIGHTS_NOT_FOUND: 'Train some: fer train --data synthetic --out my-weights',
  FER_TRAINING_DIVERGED:
    'Try a lower --learning-rate in a new --out; the last good checkpoint is kept in this one.',
  FER_CHECKPOINT_NOT_FOUND: 'To start from the beginning leave --resume out.',
  FER_OUTPUT_EXISTS: 'Choose another --out.',
  FER_OUTPUT_BUSY: 'Wait until it ends, or choose another --out.',
};

/** The next step after an error, if one is known. */
export function hintFor(error: unknown): string | undefined {
  const system = findSystemError(error);
  const systemHint = system && SYSTEM_HINTS[system.code];
  if (systemHint !== undefined) return systemHint;
  if (!FerError.isInstance(error)) return undefined;
  const { resumable, leftOut } = error.details;
  if (error.code === 'FER_DATA_EMPTY' && Array.isArray(leftOut) && leftOut.length > 0) return FACES_ALREADY;
  return resumable === true ? RESUMABLE : HINTS[error.code];
}
