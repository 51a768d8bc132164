/** One job for the binary, as data. All threads share its chunks; which of them computes a chunk changes no bit. */
export interface Step {
  readonly op: number;
  /** Decided by the shapes alone, never by the number of threads. */
  readonly chunks: number;
  /** Memory that each thread needs to itself, in floats; 0 for none. */
  readonly scratchFloats: number;
  /** The op's arguments as 32-bit words, in the order of its class in `assembly/`, after the scratch's. */
  readonly fields: readonly number[];
}

/** The most words that the arguments of an op take, those of the scratch included. */
export const argumentWords = 64;

/** A float as the 32-bit word that the binary reads as a float. */
export function float32Word(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]!;
}

/** The arguments as the binary reads them. */
export function argumentsOf(step: Step, scratch: number, scratchBytes: number): number[] {
  return [scratch, scratchBytes, ...step.fields];
}

/** Bytes of one thread's scratch, so that the next thread's is aligned and shares no cache line. */
export function scratchBytesOf({ scratchFloats }: Pick<Step, 'scratchFloats'>): number {
  return Math.ceil(scratchFloats / 16) * 64;
}
