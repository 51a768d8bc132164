/** Whether this is Node (or a runtime that keeps its promises: Bun, Deno), with files and packages. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}

/** Whether pictures can be drawn and read back: a page or a worker of a browser. */
export function hasCanvas(): boolean {
  return hasOffscreenCanvas() || typeof document === 'object';
}

/** Whether there are canvases without a page. That of Deno, and of Safari before 16.4, cannot be drawn on. */
export function hasOffscreenCanvas(): boolean {
  return typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('2d') !== null;
}
