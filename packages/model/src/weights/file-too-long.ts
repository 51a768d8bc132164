import { FerError } from '@fer/core';

/**
 * The error for a file of a weights directory that goes on after `maxBytes`.
 *
 * @param name its path or address, without secrets
 */
export function fileTooLong(name: string, maxBytes: number): FerError {
  return new FerError(
    'FER_WEIGHTS_CORRUPT',
    `The weights file ${name} has more than the ${maxBytes} bytes that it should have at most. Fetch or save the weights again.`,
    { details: { file: name, maxBytes } },
  );
}
