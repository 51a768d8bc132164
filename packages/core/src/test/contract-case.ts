import { FerError, type FerErrorCode } from '../errors.ts';
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
