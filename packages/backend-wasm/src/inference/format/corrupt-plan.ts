import { FerError } from '@fer/core';

/** @param problem what follows on "The plan …" */
export function corruptPlan(
  problem: string,
  details: Record<string, unknown> = {},
  cause?: unknown,
): FerError {
  return new FerError('FER_WEIGHTS_CORRUPT', `The plan ${problem}. Fetch it or compile the network again.`, {
    details,
    cause,
  });
}
