import type { FaceRegion, RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import type { ModelGraph } from './architecture.ts';

/** A named tensor of a network, float32. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** All that an engine needs to run a network. */
export interface ModelDefinition {
  readonly graph: ModelGraph;
  readonly input: InputSpec;
  /** In the order of a classifier's probabilities; empty for other networks. */
  readonly labels: readonly string[];
  /** Every weight of the graph by name (`conv1/kernel`), no more and no less. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** What goes into a network, or comes out of it, for one picture: `shape` is without the batch. */
export interface Endpoint {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network loaded into a runtime. */
export interface Network {
  readonly inputs: readonly Endpoint[];
  readonly outputs: readonly Endpoint[];
  /** How many pictures are computed in hardly more time than one, each by a thread of its own. Default 1. */
  readonly together?: number;
  /**
   * Computes all outputs.
   *
   * @param feeds for each input, by name, `[batch, …shape]`, float32; not kept
   * @returns for each output, by name, `[batch, …shape]`; the caller's to keep
   * @throws FerError `FER_INVALID_ARGUMENT` if `feeds` are not `batch` of all inputs; `FER_DISPOSED` after `dispose`
   */
  run(
    feeds: { readonly [input: string]: Float32Array },
    batch: number,
  ): Promise<{ [output: string]: Float32Array }>;
  /**
   * `run` for a network of one input and one output, as classifiers are.
   *
   * @param pixels `[batch, height, width, channels]`, NHWC, float32, already scaled to the input spec's range; not kept
   * @returns `[batch, labels]` probabilities, each row sums to 1
   * @throws FerError `FER_INVALID_ARGUMENT` if `pixels` is not `batch` images, or the network has several inputs or
   * outputs; `FER_DISPOSED` after `dispose`
   */
  predict(pixels: Float32Array, batch: number): Promise<Float32Array>;
  /**
   * `preprocessFace`, bit by bit the same but faster; absent where the runtime has nothing faster. Works on after
   * `dispose`.
   */
  preprocess?(image: RasterImage, spec: InputSpec, region?: FaceRegion): Float32Array;
  /** Frees everything; may be called twice. */
  dispose(): void;
}

export type RuntimeSupport =
  | { readonly supported: true }
  | { readonly supported: false; readonly reason: string };

/** An engine that runs networks. */
export interface Runtime {
  readonly id: string;
  readonly apiVersion: 1;
  /** One line for people. */
  readonly description: string;
  /** `auto` tries the highest first. Built in: wasm 40, webgl 30, node 20, cpu 10; 0 or less is never picked by `auto`. */
  readonly priority: number;
  /** Cheap: looks at the platform and at what is installed, starts nothing. */
  isSupported(): Promise<RuntimeSupport>;
  /** Starts the engine. Called before `load`; must be safe to call again, also after it failed. */
  init(): Promise<void>;
  /** @throws FerError `FER_GRAPH_UNSUPPORTED` if it cannot run this network, so that another runtime is tried */
  load(model: ModelDefinition): Promise<Network>;
  /**
   * Present on runtimes that can train. A warning, where there is one, is for the person who starts a training ("takes
   * about 4 s an image"). `rounding` names the arithmetic in use where one id stands for several (fused multiply-add or
   * not): a training is resumed with the one it was begun with, or its bits would differ.
   */
  readonly training?: {
    readonly warning?: string;
    rounding?(): Promise<string>;
    /** Starts what it trains with. Safe to call again. */
    start(): Promise<TrainingBackend>;
  };
}

/** What a runtime trains with. A trainer looks at `kind`, and knows what else is there (`@fer/runtime-tfjs`: `tfjs`). */
export interface TrainingBackend {
  readonly kind: string;
}
