/** The bytes of a weights directory, wherever it lies. */
export interface WeightsFiles {
  /** For messages: the path, URL or id that was opened. */
  readonly location: string;
  /**
   * Reads one file of the directory (`fer.json`, a shard) whole.
   * @throws FerError `FER_WEIGHTS_NOT_FOUND`; `FER_WEIGHTS_CORRUPT` if it is longer than `maxBytes`
   */
  read(fileName: string, options?: ReadWeightsFileOptions): Promise<Uint8Array>;
}

export interface ReadWeightsFileOptions {
  readonly signal?: AbortSignal;
  /** A longer file is refused, before more of it is held in memory. */
  readonly maxBytes?: number;
  /** What a shard must be by the manifest, 64 lower-case hexadecimal digits: a copy of it will do. */
  readonly sha256?: string;
  /** Told, now and then, how many bytes of the file have come; a source that does not tell is counted when it is done. */
  readonly onBytes?: (byteLength: number) => void;
}

export interface OpenWeightsOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds that a server may send nothing, or `Infinity`. */
  readonly stallMs?: number;
  /** Whether copies of what a server gives may be kept and used. Default `true`. */
  readonly cache?: boolean;
}

/** A place that weights come from: a folder, a URL, a package, a hub. */
export interface WeightsSource {
  readonly id: string;
  readonly apiVersion: 1;
  /** Whether `reference` is one of its own; the first source that says yes is asked to open it. */
  matches(reference: string): boolean;
  /** @throws FerError `FER_WEIGHTS_NOT_FOUND` */
  open(reference: string, options?: OpenWeightsOptions): Promise<WeightsFiles>;
}
