import type { FerErrorCode } from '@fer/core';

/** What to do next, in terms of this command; messages speak in terms of the packages' functions. */
const HINTS: Readonly<Partial<Record<FerErrorCode, string>>> = {
  FER_RUNTIME_UNAVAILABLE: 'See which runtimes work here: fer runtimes',
  FER_DATA_ROW: 'Leave bad rows out, counted: --skip-bad-rows',
  FER_DATA_NOT_FOUND: 'Drawn faces need no file: --data synthetic',
  FER_WEIGHTS_NOT_FOUND: 'Train some: fer train --data synthetic --out my-weights',
  FER_TRAINING_DIVERGED:
    'Try a lower --learning-rate in a new --out; the last good checkpoint is kept in this one.',
  FER_CHECKPOINT_NOT_FOUND: 'To start from the beginning leave --resume out.',
  FER_OUTPUT_EXISTS: 'Go on with it by --resume, or choose another --out.',
};

export function hintFor(code: FerErrorCode): string | undefined {
  return HINTS[code];
}
