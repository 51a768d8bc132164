import { FerError, type FerErrorCode } from '../errors.ts';
import type { LayerNode } from '../extension-points/architecture.ts';
import type { Contributions } from '../plugin/define-plugin.ts';
import { createRegistry } from '../plugin/registry.ts';

/**
 * One thing that a contract demands. Made for any test runner:
 *
 * ```ts
 * for (const { name, run } of runtimeContract(myRuntime)) it(name, run);
 * ```
 */
export interface ContractCase {
  readonly name: string;
  /** Rejects with an `Error` that says what was demanded and what came. */
  run(): Promise<void>;
}

/** @throws Error unless `holds` */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** @throws Error unless `action` fails with a `FerError` of this code */
export async function demandFailure(code: FerErrorCode, what: string, action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    const received = FerError.isInstance(error) ? error.code : String(error);
    demand(received === code, `${what} must fail with ${code}, but failed with ${received}`);
    return;
  }
  throw new Error(`${what} must fail with ${code}, but did not fail`);
}

/** @throws Error unless `action`, given an aborted signal, rejects with the signal's reason */
export async function demandAbort(
  what: string,
  action: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const reason = new Error('aborted by a contract test');
  try {
    await action(AbortSignal.abort(reason));
  } catch (error) {
    demand(
      error === reason,
      `${what} must reject with the reason of an aborted signal, but gave ${String(error)}`,
    );
    return;
  }
  throw new Error(`${what} must reject when its signal is aborted, but did not`);
}

/** The shape of a contribution: id, version, members. */
export function shapeCase(contributes: Contributions): ContractCase {
  return {
    name: 'has an id, a version and all members',
    run: async () => {
      createRegistry([{ name: 'contract', apiVersion: 1, contributes }]);
    },
  };
}

/** Largest distance between two vectors' elements; infinite if their lengths differ or a number is missing. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}

/** @throws Error unless names are unique and sound, and every layer reads earlier ones or `inputs` */
export function demandConnected(layers: readonly LayerNode[], inputs: readonly string[]): void {
  const earlier = new Set(inputs);
  for (const { name, inputs: reads = [] } of layers) {
    demand(/^[^/\s]+$/.test(name), `A layer's name must have no slash and no space, but is "${name}"`);
    demand(
      !earlier.has(name),
      `A layer's name must be unique and not ${inputs.map((input) => `"${input}"`).join(', ')}, but "${name}" comes again`,
    );
    for (const read of reads)
      demand(earlier.has(read), `"${name}" reads "${read}", which is no earlier layer`);
    earlier.add(name);
  }
}

/** @throws Error unless JSON keeps `value` as it is */
export function demandJson(value: unknown, what: string): void {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  demand(isEqual(value, copy), `${what} must be plain JSON: no undefined, NaN, functions or typed arrays`);
}

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
