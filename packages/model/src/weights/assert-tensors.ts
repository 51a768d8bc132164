import { FerError, type NamedTensor } from '@fer/core';
import type { WeightSpec } from '@fer/graph';

/**
 * Checks that tensors are the weights of a graph: each there once, in its shape, of finite numbers, and none besides.
 * All weights pass here before they are used, wherever they come from.
 *
 * @param subject what to call the weights in the message
 * @throws FerError naming the tensor: `FER_WEIGHTS_MISMATCH` if it is none of the graph's, or `FER_WEIGHTS_CORRUPT` if
 * one of its numbers is NaN or infinite
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
    if (String(tensor.shape) !== shape.join()) {
      throw mismatch(
        subject,
        name,
        `has '${name}' in shape [${tensor.shape}], and the network needs [${shape}]`,
      );
    }
    if (Object.prototype.toString.call(tensor.data) !== '[object Float32Array]') {
      throw mismatch(subject, name, `has no Float32Array as the \`data\` of '${name}'`);
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
  for (const name of wanted) assertFinite(tensors.get(name)!.data, name, subject);
}

function mismatch(subject: string, tensor: string, problem: string): FerError {
  return new FerError(
    'FER_WEIGHTS_MISMATCH',
    `${subject} ${problem}. Take the weights and the architecture from one training.`,
    { details: { tensor } },
  );
}

/** A network would make NaN of such a number, and of that the name of an emotion. */
function assertFinite(data: Float32Array, tensor: string, subject: string): void {
  // Zero times a finite number is zero, and times all others NaN.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  if (sum === 0) return;
  const index = data.findIndex((value) => !Number.isFinite(value));
  throw new FerError(
    'FER_WEIGHTS_CORRUPT',
    `${subject} has ${data[index]} at index ${index} of '${tensor}', and all weights must be finite. The training went wrong, or the file was made by something else: load other weights.`,
    { details: { tensor, index, value: data[index] } },
  );
}
