/** Whether this is Node, where files are read from disk and tfjs finds its own binaries. */
export function isNode(): boolean {
  return typeof process === 'object' && process.versions?.node !== undefined;
}
