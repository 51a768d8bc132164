import { FerError } from '@fer/core';

/** Files that are not what their format demands. */
export function notAsFormat(subject: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_FORMAT', `${subject} ${problem}`, { details: { subject }, cause });
}

/** Files that are cut off or damaged. */
export function damaged(subject: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_CORRUPT', `${subject} ${problem}`, { details: { subject }, cause });
}

/** Tensors that are not those of the network. */
export function mismatch(subject: string, problem: string, tensor: string): FerError {
  return new FerError('FER_WEIGHTS_MISMATCH', `${subject} ${problem}`, { details: { subject, tensor } });
}

/** A layer that no engine of ours has. */
export function unsupportedLayer(name: string, type: string, problem: string): FerError {
  return new FerError('FER_GRAPH_UNSUPPORTED', `The layer '${name}' (${type}) ${problem}`, {
    details: { layer: name, type },
  });
}
