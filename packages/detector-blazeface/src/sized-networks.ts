import { type InputSize, memoizePromise, type Network } from '@fer/core';

/** A network for each size of picture, loaded when the first one comes. */
export class SizedNetworks {
  readonly #load: (size: InputSize) => Promise<Network>;
  readonly #bySize = new Map<string, () => Promise<Network>>();
  readonly #loaded: Network[] = [];
  #isDisposed = false;

  /** @param first is there already */
  constructor(first: { size: InputSize; network: Network }, load: (size: InputSize) => Promise<Network>) {
    this.#load = load;
    this.#loaded.push(first.network);
    this.#bySize.set(keyOf(first.size), async () => first.network);
  }

  /** @throws what `load` throws; the next call tries again */
  for(size: InputSize): Promise<Network> {
    const known = this.#bySize.get(keyOf(size));
    if (known !== undefined) return known();
    const load = memoizePromise(async () => this.#keep(await this.#load(size)));
    this.#bySize.set(keyOf(size), load);
    return load();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const network of this.#loaded) network.dispose();
  }

  #keep(network: Network): Network {
    // It was on its way when the others went.
    if (this.#isDisposed) network.dispose();
    this.#loaded.push(network);
    return network;
  }
}

function keyOf({ width, height }: InputSize): string {
  return `${width}×${height}`;
}
