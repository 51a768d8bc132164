import type { NetworkEngine } from './network-engine.ts';

/** An engine for as long as somebody uses it: the first user starts it, and with the last one it ends. */
export class EngineHolder {
  readonly #start: () => Promise<NetworkEngine>;
  #current: { readonly engine: Promise<NetworkEngine>; users: number } | undefined;

  constructor(start: () => Promise<NetworkEngine>) {
    this.#start = start;
  }

  /**
   * The engine, and what its user calls once when it is done with it. One that failed is nobody's any more.
   *
   * @throws FerError as `NetworkEngine.start`
   */
  async use(): Promise<{ readonly engine: NetworkEngine; readonly done: () => void }> {
    this.#current ??= { engine: this.#start(), users: 0 };
    const current = this.#current;
    current.users++;
    const leave = () => {
      if (this.#current === current) this.#current = undefined;
    };
    let engine: NetworkEngine;
    try {
      engine = await current.engine;
    } catch (error) {
      leave();
      throw error;
    }
    if (engine.failure !== undefined) {
      leave();
      return this.use();
    }
    const done = () => {
      if (--current.users > 0) return;
      leave();
      engine.dispose();
    };
    return { engine, done };
  }
}
