/** What goes through a folder of photos. */
export interface PhotoContender {
  /**
   * Looks at all pictures, each read from its file.
   *
   * @returns how many faces it found, undefined if it looks for none
   */
  look(files: readonly string[]): Promise<number | undefined>;
}
