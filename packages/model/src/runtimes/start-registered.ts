import { FerError } from '@fer/core';
import { importTfjs } from './tfjs.ts';

/**
 * Starts a backend that a package has registered with tfjs.
 *
 * @returns its name
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it does not start
 */
export async function startRegistered(backend: string): Promise<string> {
  const { core: tf } = await importTfjs();
  if (!(await tf.setBackend(backend))) {
    throw new FerError('FER_RUNTIME_UNAVAILABLE', `tfjs's backend '${backend}' did not start here.`, {
      details: { backend },
    });
  }
  return backend;
}
