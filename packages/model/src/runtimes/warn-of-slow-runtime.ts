import type { RejectedRuntime } from '@fer/core';
import { warnOnce } from '../warn-once.ts';

/**
 * Says once a process, for each set of reasons, that a network runs in plain JavaScript though something faster was to
 * be had.
 */
export function warnOfSlowRuntime(
  rejected: readonly RejectedRuntime[],
  onWarning?: ((message: string) => void) | false,
): void {
  if (rejected.length === 0) return;
  const reasons = rejected.map(({ id, reason }) => `${id}: ${reason}`).join(' ');
  warnOnce(
    `@fer/model computes in plain JavaScript, some hundred times slower than WebAssembly. ${reasons}`,
    onWarning,
  );
}
