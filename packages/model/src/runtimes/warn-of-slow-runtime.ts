import type { RejectedRuntime } from '@fer/core';

const told = new Set<string>();

/**
 * Says once a process, for each set of reasons, that a network runs in plain JavaScript though something faster was to
 * be had.
 *
 * @param onWarning default: `console.warn`
 */
export function warnOfSlowRuntime(
  rejected: readonly RejectedRuntime[],
  onWarning: ((message: string) => void) | false = (message) => {
    // biome-ignore lint/suspicious/noConsole: whoever does not want it passes `onWarning: false`
    console.warn(message);
  },
): void {
  if (onWarning === false || rejected.length === 0) return;
  const reasons = rejected.map(({ id, reason }) => `${id}: ${reason}`).join(' ');
  const message = `@fer/model computes in plain JavaScript, some hundred times slower than WebAssembly. ${reasons}`;
  if (told.has(message)) return;
  told.add(message);
  onWarning(message);
}
