const calls = new Map<string, number>();

/** Notes that a kernel took `path`: the name of the WASM function, or `<kernel>:tfjs` where tfjs's own kernel ran. */
export function countKernelCall(path: string): void {
  calls.set(path, (calls.get(path) ?? 0) + 1);
}

/**
 * How often each path ran since the package was loaded: WASM functions by name (`filter_grad_winograd4`), and
 * `<kernel>:tfjs` where an override left the work to tfjs's own kernel. A test that compares with tfjs looks here to
 * be sure that it did not compare tfjs with itself.
 */
export function wasmKernelCalls(): Record<string, number> {
  return Object.fromEntries([...calls].sort(([a], [b]) => (a < b ? -1 : 1)));
}
