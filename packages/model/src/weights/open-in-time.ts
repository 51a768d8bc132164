import { FerError, type Registry, safeUrl, type WeightsFiles, withDeadline } from '@fer/core';
import { resolveLimits, type WeightsLimits } from './limits.ts';
import { openWeights, type WeightsReference } from './open-weights.ts';

export interface OpenInTimeOptions {
  /** How much is read, and how long. Default: `WEIGHTS_LIMITS`. */
  readonly weightsLimits?: WeightsLimits;
  /**
   * Whether a browser keeps copies of weights from a URL, for the next time and for being offline. Default `true`; where
   * there is no Cache API (in Node, on a page that did not come by HTTPS) none are kept.
   */
  readonly weightsCache?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Finds weights and reads of them what `read` wants, within limits.
 *
 * @throws FerError as `openWeights`; `FER_WEIGHTS_NOT_FOUND` if time is over; what `read` throws; the reason of `signal`
 */
export async function openInTime<Result>(
  reference: WeightsReference,
  registry: Pick<Registry, 'weightsSources'>,
  options: OpenInTimeOptions,
  read: (files: WeightsFiles, limits: { signal: AbortSignal; maxBytes: number }) => Promise<Result>,
): Promise<Result> {
  const { maxBytes, timeoutMs, stallMs } = resolveLimits(options.weightsLimits);
  let location = typeof reference === 'string' || reference instanceof URL ? safeUrl(reference) : '';
  return withDeadline(
    async (signal) => {
      const files = await openWeights(reference, registry, { signal, stallMs, cache: options.weightsCache });
      location = files.location;
      return read(files, { signal, maxBytes });
    },
    { signal: options.signal, timeoutMs },
    () =>
      new FerError(
        'FER_WEIGHTS_NOT_FOUND',
        `The weights ${location} could not be read whole within ${timeoutMs} ms. Try again, or allow more time by \`weightsLimits: { timeoutMs }\`.`,
        { details: { location, timeoutMs } },
      ),
  );
}
