import { FerError } from '@fer/core';
import type * as TfCore from '@tensorflow/tfjs-core';

/**
 * tfjs has one active backend for the whole program. So that several can be in use, all that computes waits until no
 * backend is being started, chooses its own right before, and computes in the same turn of the event loop.
 *
 * @param backend the name of a backend that has been started
 * @throws FerError `FER_RUNTIME_FAILED` if it is gone
 */
export function selectBackend(tf: typeof TfCore, backend: string): void {
  const engine = tf.engine();
  const instance = engine.registry[backend];
  if (instance === undefined) {
    throw new FerError(
      'FER_RUNTIME_FAILED',
      `tfjs's backend '${backend}' was removed while it was in use. Make the recognizer anew.`,
      { details: { backend } },
    );
  }
  // The name alone may lie: if a backend was chosen while another one started, name and instance are those of two.
  if (engine.backendName === backend && engine.backend === instance) return;
  // Takes effect before it returns, for a backend that has been started.
  void tf.setBackend(backend);
}

/**
 * Starts a backend that is registered with tfjs, and makes it the active one.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it does not start, or is not registered
 */
export async function startBackend(tf: typeof TfCore, backend: string): Promise<void> {
  const isRegistered = tf.findBackendFactory(backend) !== null;
  if (isRegistered && (await tf.setBackend(backend))) return;
  const problem = isRegistered ? 'did not start here' : 'is not registered: check the name';
  throw new FerError('FER_RUNTIME_UNAVAILABLE', `tfjs's backend '${backend}' ${problem}.`, {
    details: { backend },
  });
}

let starting = 0;
let queue: Promise<unknown> = Promise.resolve();

/** Starts backends one after the other: a start makes its backend the active one when it is done. */
export function startInTurn<Result>(start: () => Promise<Result>): Promise<Result> {
  starting++;
  const turn = queue.then(start).finally(() => starting--);
  queue = turn.catch(() => undefined);
  return turn;
}

/** Whether a backend is being started: until that is done tfjs refuses to compute on any. */
export function isStarting(): boolean {
  return starting > 0;
}

/** Waits until no backend is being started. */
export async function settleStarts(): Promise<void> {
  while (isStarting()) await queue;
}
