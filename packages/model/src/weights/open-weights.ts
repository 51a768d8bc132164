import { FerError, type OpenWeightsOptions, type Registry, safeUrl, type WeightsFiles } from '@fer/core';
import type { DEFAULT_WEIGHTS } from '../bundled-files.ts';
import type { PretrainedWeightsId } from '../pretrained-weights.ts';

/** Where weights are: an id (`tutorial-cnn`), a path, a URL, or the files themselves. */
export type WeightsReference =
  | typeof DEFAULT_WEIGHTS
  | PretrainedWeightsId
  | (string & {})
  | URL
  | WeightsFiles;

/**
 * Finds the source that a reference belongs to and opens it.
 *
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` if no source knows it or the source does not have it;
 * `FER_INVALID_ARGUMENT` if it is not a reference
 */
export async function openWeights(
  reference: WeightsReference,
  registry: Pick<Registry, 'weightsSources'>,
  options: OpenWeightsOptions = {},
): Promise<WeightsFiles> {
  if (isWeightsFiles(reference)) return reference;
  const text = textOf(reference);
  const sources = registry.weightsSources.list();
  const source = sources.find((candidate) => candidate.matches(text));
  if (source === undefined) {
    const ids = sources.map(({ id }) => id).join(', ');
    const name = safeUrl(text);
    throw new FerError(
      'FER_WEIGHTS_NOT_FOUND',
      `No weights source knows '${name}' (asked: ${ids || 'none'}). Give a directory, a URL, or add the plugin whose weights they are.`,
      { details: { reference: name, sources: sources.map(({ id }) => id) } },
    );
  }
  return source.open(text, options);
}

/**
 * A reference as text; `undefined` for files that are given outright.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if it is not a reference
 */
export function referenceText(reference: WeightsReference): string | undefined {
  return isWeightsFiles(reference) ? undefined : textOf(reference);
}

function textOf(reference: string | URL): string {
  if ((typeof reference === 'string' || reference instanceof URL) && String(reference) !== '') {
    return String(reference);
  }
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    'Weights must be given as an id, a path, a URL or an object with `location` and `read`.',
    { details: { reference } },
  );
}

function isWeightsFiles(reference: unknown): reference is WeightsFiles {
  return (
    typeof reference === 'object' &&
    reference !== null &&
    typeof (reference as Partial<WeightsFiles>).read === 'function'
  );
}
