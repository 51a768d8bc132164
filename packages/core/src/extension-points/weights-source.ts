/** The bytes of a weights directory, wherever it lies. */
export interface WeightsFiles {
  /** For messages: the path, URL or id that was opened. */
  readonly location: string;
  /**
   * Reads one file of the directory (`fer.json`, a shard) whole.
   * @param options.maxBytes a longer file is refused, before more of it is held in memory
   * @throws FerError `FER_WEIGHTS_NOT_FOUND`; `FER_WEIGHTS_CORRUPT` if it is longer than `maxBytes`
   */
  read(
    fileName: string,
    options?: { readonly signal?: AbortSignal; readonly maxBytes?: number },
  ): Promise<Uint8Array>;
}

/** A place that weights come from: a folder, a URL, a package, a hub. */
export interface WeightsSource {
  readonly id: string;
  readonly apiVersion: 1;
  /** Whether `reference` is one of its own; the first source that says yes is asked to open it. */
  matches(reference: string): boolean;
  /** @throws FerError `FER_WEIGHTS_NOT_FOUND` */
  open(reference: string, options?: { signal?: AbortSignal }): Promise<WeightsFiles>;
}
