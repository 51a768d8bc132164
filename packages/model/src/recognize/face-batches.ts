import { type Network, nextTask } from '@fer/core';

/** Faces that go through the network at once at most, so that the event loop gets its turn: 10 to 20 ms of work. */
const MOST_FACES = 16;

interface Waiting {
  readonly inputs: readonly Float32Array[];
  readonly signal: AbortSignal | undefined;
  resolve(probabilities: Float32Array[]): void;
  reject(reason: unknown): void;
}

/** Gathers the faces of pictures that are looked at at the same time into batches. */
export class FaceBatches {
  readonly #predict: Network['predict'];
  readonly #waiting: Waiting[] = [];
  /** Pictures whose faces are still looked for. */
  #expected = 0;
  #isRunning = false;
  readonly #makeRoom: (() => void)[] = [];

  constructor(predict: Network['predict']) {
    this.#predict = predict;
  }

  /**
   * Prepares the faces of a picture and waits until there is room for them.
   *
   * @param prepare gives an input of the network, `[1, height, width, channels]`, for each face
   */
  async prepare<Faces extends { readonly inputs: readonly Float32Array[] }>(
    prepare: () => Promise<Faces>,
  ): Promise<Faces> {
    this.#expected++;
    try {
      const faces = await prepare();
      while (this.#isFull()) await new Promise<void>((resolve) => this.#makeRoom.push(resolve));
      return faces;
    } finally {
      this.#expected--;
    }
  }

  /**
   * Runs the network for the faces of one picture, at once if no other picture is on its way.
   *
   * @returns for each face the outputs of the network, the same whatever the batch
   * @throws what the network throws; the reason of `signal`
   */
  predict(
    inputs: readonly Float32Array[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ inputs, signal, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#answer(this.#take());
      if (this.#waiting.length > 0) await nextTask();
    }
    this.#isRunning = false;
  }

  /** Waits for more while more come with every turn of the event loop. */
  async #gather(): Promise<void> {
    let before = 0;
    while (this.#expected > 0 && !this.#isFull() && this.#waiting.length > before) {
      before = this.#waiting.length;
      await nextTask();
    }
  }

  #isFull(): boolean {
    return countFaces(this.#waiting) >= MOST_FACES;
  }

  /** The pictures of the next batch; those that nobody waits for any more are dropped. */
  #take(): Waiting[] {
    const taken: Waiting[] = [];
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      if (taken.length > 0 && countFaces([...taken, next]) > MOST_FACES) break;
      this.#waiting.shift();
      if (next.signal?.aborted) next.reject(next.signal.reason);
      else taken.push(next);
    }
    for (const enter of this.#makeRoom.splice(0)) enter();
    return taken;
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    const inputs = batch.flatMap((picture) => picture.inputs);
    if (inputs.length === 0) return;
    try {
      const probabilities = await this.#predict(concatenate(inputs), inputs.length);
      const length = probabilities.length / inputs.length;
      const rows = inputs.map((_, i) => probabilities.subarray(i * length, (i + 1) * length));
      for (const picture of batch) picture.resolve(rows.splice(0, picture.inputs.length));
    } catch (error) {
      for (const picture of batch) picture.reject(error);
    }
  }
}

function countFaces(pictures: readonly Waiting[]): number {
  return pictures.reduce((count, { inputs }) => count + inputs.length, 0);
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const size = parts[0]!.length;
  const whole = new Float32Array(parts.length * size);
  for (const [i, part] of parts.entries()) whole.set(part, i * size);
  return whole;
}
