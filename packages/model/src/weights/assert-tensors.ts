import { FerError, type NamedTensor } from '@fer/core';
import type { WeightSpec } from '../graph/weight-specs.ts';

/**
 * Checks that tensors are the weights of a graph: each there once, in its shape, and none besides.
 *
 * @param subject what to call the weights in the message
 * @throws FerError `FER_WEIGHTS_MISMATCH` naming the tensor
 */
export function assertTensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  specs: readonly WeightSpec[],
  subject: string,
): void {
  for (const { name, shape } of specs) {
    const tensor = tensors.get(name);
    if (tensor === undefined) {
      throw mismatch(subject, name, `has no tensor '${name}' [${shape}], which the network needs`);
    }
    if (tensor.shape.join() !== shape.join()) {
      throw mismatch(
        subject,
        name,
        `has '${name}' in shape [${tensor.shape}], and the network needs [${shape}]`,
      );
    }
    const size = shape.reduce((product, length) => product * length, 1);
    if (tensor.data.length !== size) {
      throw mismatch(
        subject,
        name,
        `has ${tensor.data.length} numbers in '${name}', and its shape [${shape}] holds ${size}`,
      );
    }
  }

  const wanted = new Set(specs.map(({ name }) => name));
  for (const name of tensors.keys()) {
    if (!wanted.has(name)) throw mismatch(subject, name, `has a tensor '${name}', which the network lacks`);
  }
}

function mismatch(subject: string, tensor: string, problem: string): FerError {
  return new FerError(
    'FER_WEIGHTS_MISMATCH',
    `${subject} ${problem}. Take the weights and the architecture from one training.`,
    { details: { tensor } },
  );
}
