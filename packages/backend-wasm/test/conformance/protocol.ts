/** Where the suite runs. */
export type Place = 'node' | 'chromium';

/** One way to run the suite. */
export interface Subject {
  /** `stock` is tfjs-backend-wasm as its users get it; `fer` is the same after `registerWasmBackend()`. */
  readonly backend: 'stock' | 'fer';
  /** Which kernels of `fer`; stock has only plain ones. */
  readonly simd: 'plain' | 'relaxed';
  /** How many threads `fer` computes with; stock runs on one. */
  readonly threads: number;
}

/** What a process or a page is asked to run. */
export interface RunRequest {
  readonly subject: Subject;
  /** Address of the folder with the `.wasm` files; ends in `/`. */
  readonly binaries: string;
  /** Names of specs to leave out. */
  readonly skip: readonly string[];
}

/** What one spec did. */
export interface SpecResult {
  /** Its suites and its own name; `#2` and so on where tfjs uses a name again. */
  readonly name: string;
  readonly passed: boolean;
  /** The first message of a failure; empty if it passed. */
  readonly message: string;
}

/** What a run hands back. */
export interface RunReport {
  /** All that ran; specs that jasmine or `skip` left out are not here. */
  readonly specs: readonly SpecResult[];
  /** The specs of `skip` that were met. */
  readonly skipped: readonly string[];
  /** Failures outside of any spec, as of a `beforeAll`; none in a good run. */
  readonly troubles: readonly string[];
  /** `wasmKernelCalls()` at the end: proof of what ran. */
  readonly calls: Readonly<Record<string, number>>;
  /** Whether the page was cross-origin isolated; false in Node. */
  readonly isolated: boolean;
}
