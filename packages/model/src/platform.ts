/** Whether this is Node (or a runtime that keeps its promises: Bun, Deno), with files and packages. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}
