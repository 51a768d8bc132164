import type { ModelGraph } from './architecture.ts';
import type { ModelDefinition, NamedTensor } from './runtime.ts';

/** Files of another tool as they were given: names and bytes. */
export interface ForeignFiles {
  /** Plain names, without folders. */
  readonly names: readonly string[];
  /**
   * Reads one file whole. Some sources also have files that stand beside those that were given (the shards of a
   * `model.json`), which `names` does not tell.
   *
   * @param options.maxBytes a longer file is refused, before more of it is held in memory
   * @throws FerError `FER_WEIGHTS_NOT_FOUND`; `FER_WEIGHTS_CORRUPT` if it is longer than `maxBytes`
   */
  read(
    name: string,
    options?: { readonly signal?: AbortSignal; readonly maxBytes?: number },
  ): Promise<Uint8Array>;
}

/** What files of another tool hold: a network that any engine of ours runs. */
export interface ForeignModel {
  /** Known layers alone, NHWC; its only input has `inputShape`. */
  readonly graph: ModelGraph;
  /** Every weight of the graph by name, no more and no less. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** `[height, width, channels]` */
  readonly inputShape: readonly [number, number, number];
  /** The program that wrote them, where they say: `Keras 3.9.0`. */
  readonly producer?: string;
  /** In the order of the outputs, where they say. */
  readonly labels?: readonly string[];
  /** A sentence for people about each thing that was left out or put in: optimizer weights, layers of a training. */
  readonly notes: readonly string[];
}

export interface ReadFormatOptions {
  /** Bytes of all files together, as they are and as they are unpacked. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** `[height, width, channels]` for files that leave the size of the picture open. */
  readonly inputShape?: readonly [number, number, number];
  /** The network, for files that hold tensors alone. */
  readonly graph?: ModelGraph;
  /** Their name of a layer or a tensor by ours, for files that hold tensors alone. */
  readonly tensorNames?: { readonly [ours: string]: string };
}

/** How another tool stores networks. */
export interface WeightsFormat {
  readonly id: string;
  readonly apiVersion: 1;
  /** One line for people. */
  readonly description: string;
  /** Whether these files are of its kind, by their content; what it cannot read is not. */
  sniff(files: ForeignFiles, options: Pick<ReadFormatOptions, 'maxBytes' | 'signal'>): Promise<boolean>;
  /**
   * Reads a network whole. Nothing in the files is executed, and every tensor is in its place or an error names it.
   *
   * @throws FerError `FER_WEIGHTS_FORMAT` if they are not what they should be, `FER_WEIGHTS_CORRUPT` if they are damaged or too
   * large, `FER_WEIGHTS_MISMATCH` naming a tensor that is missing, left over or misshapen, `FER_GRAPH_UNSUPPORTED`
   * naming a layer that no engine of ours has; the reason of `signal`
   */
  read(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel>;
  /**
   * Stores a network; only on formats that can.
   *
   * @returns bytes by file name
   * @throws FerError `FER_GRAPH_UNSUPPORTED` naming a layer that the format does not have
   */
  write?(model: ModelDefinition): Promise<ReadonlyMap<string, Uint8Array>>;
}
