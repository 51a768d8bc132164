/** Whether this is Node (or a runtime that keeps its promises: Bun, Deno), with files and packages. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}

/** Whether pictures can be drawn and read back: a page or a worker of a browser. */
export function hasCanvas(): boolean {
  return typeof OffscreenCanvas === 'function' || typeof document === 'object';
}
