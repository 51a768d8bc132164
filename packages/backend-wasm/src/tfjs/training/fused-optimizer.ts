import { FerError } from '@fer/core';
import { engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { sumOfSquares, sumOfSquaresParts } from '../../steps/optimizer.ts';
import { activeContext } from '../active-context.ts';
import { type OptimizerConfig, slotNames } from './optimizer-config.ts';
import { type OptimizerUpdate, optimizerStep } from './optimizer-step.ts';

/** A float32 variable on the wasm backend that is to be trained. */
export interface WasmOptimizerVariable {
  readonly variable: Variable;
  /** Whether weight decay applies. */
  readonly decays: boolean;
  /** By what its learning rate is multiplied; default 1. */
  readonly rateFactor?: number;
}

/** Moves the weights of one network along their gradients. Its moments and the count of steps are all the state it has. */
export interface NetworkOptimizer {
  /**
   * Moves all variables. Each is assigned a new tensor (backends cache what they make of a tensor, so none may change in
   * place); its old one is freed.
   *
   * @param gradients by index of the variables, each of its variable's size; left as they are, the caller disposes them
   */
  update(gradients: readonly Tensor[], update: OptimizerUpdate): void;
  /** The length of the vector that all gradients make together, in double precision: what clipping goes by. */
  gradientNorm(gradients: readonly Tensor[]): number;
  /** Copies of the moments for a checkpoint: by slot (`first-moment`, say) and index of the variables, `[size]`. */
  exportSlots(): ReadonlyMap<string, readonly Float32Array[]>;
  /**
   * Takes moments up where a checkpoint left them.
   *
   * @throws FerError `FER_CHECKPOINT_MISMATCH` naming a slot that is missing or of another size; nothing has changed
   */
  importSlots(slots: ReadonlyMap<string, readonly Float32Array[]>): void;
  /** Frees the moments; the variables are the caller's. May be called twice. */
  dispose(): void;
}

/**
 * An optimizer whose moments live in the memory of the wasm backend, beside the weights and the gradients: nothing is
 * copied out of it in a step, which is one pass over each variable.
 *
 * The formulas are those of `@fer/train`'s optimizers, computed in float32 instead of double precision: a step moves a
 * weight by the same amount to 1e-6 of that amount, and rounds it once more.
 *
 * @param variables trained together; their order is that of gradients and moments. All moments begin at 0.
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` before `registerWasmBackend`, `FER_RUNTIME_FAILED` if the memory is used up
 */
export function createWasmOptimizer(
  config: OptimizerConfig,
  variables: readonly WasmOptimizerVariable[],
): NetworkOptimizer {
  const { heap, run, count } = activeContext();
  const slots = slotNames(config);
  const sizes = variables.map(({ variable }) => variable.size);
  let reserved: number[] = [];
  /** By slot and variable. */
  const moments = slots.map(() =>
    sizes.map((size) => {
      const address = heap.reserve(size * 4);
      reserved.push(address);
      heap.clear(address, size);
      return address;
    }),
  );

  return {
    update(gradients, update) {
      for (const [index, { variable, decays, rateFactor = 1 }] of variables.entries()) {
        const next = heap.allocate(variable.shape);
        const addresses = {
          weights: heap.address(variable),
          gradient: heap.address(gradients[index]!),
          moments: moments.map((slot) => slot[index]!),
          out: heap.address(next),
        };
        const learningRate = update.learningRate * rateFactor;
        run(optimizerStep(config, addresses, sizes[index]!, decays, { ...update, learningRate }));
        const tensor = engine().makeTensorFromTensorInfo(next);
        variable.assign(tensor);
        tensor.dispose();
      }
      count(config.type === 'adam' ? 'adam' : 'momentum');
    },
    gradientNorm(gradients) {
      let squares = 0;
      for (const gradient of gradients) {
        const parts = sumOfSquaresParts(gradient.size);
        heap.withWorkspace({ parts: parts * 2 }, (at) => {
          run(sumOfSquares({ x: heap.address(gradient), out: at.parts }, gradient.size));
          for (const part of heap.readFloat64(at.parts, parts)) squares += part;
        });
      }
      count('sum_of_squares');
      return Math.sqrt(squares);
    },
    exportSlots: () =>
      new Map(
        slots.map((slot, index) => [
          slot,
          moments[index]!.map((address, variable) => heap.readFloat32(address, sizes[variable]!)),
        ]),
      ),
    importSlots(given) {
      for (const slot of slots) assertSizes(slot, given.get(slot), sizes);
      for (const [index, slot] of slots.entries()) {
        for (const [variable, values] of given.get(slot)!.entries()) {
          heap.writeFloat32(moments[index]![variable]!, values);
        }
      }
    },
    dispose() {
      for (const address of reserved) heap.release(address);
      reserved = [];
    },
  };
}

function assertSizes(
  slot: string,
  values: readonly Float32Array[] | undefined,
  sizes: readonly number[],
): void {
  const received = values?.map(({ length }) => length);
  if (received?.join() === sizes.join()) return;
  throw new FerError(
    'FER_CHECKPOINT_MISMATCH',
    `The optimizer keeps '${slot}' of ${sizes.length} variables with [${sizes}] numbers, but was given ` +
      `${received === undefined ? 'none' : `[${received}]`}. Import moments of the same network and optimizer.`,
    { details: { slot, expected: sizes, received } },
  );
}
