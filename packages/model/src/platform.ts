/** Whether this is Node (or one that passes for it): files can be read by path. */
export function isNode(): boolean {
  return typeof process !== 'undefined' && typeof process.versions?.node === 'string';
}
