/** A path as a word of a command line that can be copied into a POSIX shell. */
export function shellWord(path: string): string {
  return /^[\w./@%+:,][\w./@%+:,-]*$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
