const told = new Set<string>();

/**
 * Says something once a process.
 *
 * @param onWarning default: `console.warn`
 */
export function warnOnce(
  message: string,
  onWarning: ((message: string) => void) | false = (text) => {
    // biome-ignore lint/suspicious/noConsole: whoever does not want it passes `onWarning: false`
    console.warn(text);
  },
): void {
  if (onWarning === false || told.has(message)) return;
  told.add(message);
  onWarning(message);
}
