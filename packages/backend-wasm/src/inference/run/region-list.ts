import { align } from '../arena.ts';

interface Region {
  readonly first: number;
  readonly end: number;
}

/** Which parts of a memory are in use. All begin and end at cache lines. */
export class RegionList {
  readonly #first: number;
  /** In order of their addresses. */
  #used: Region[] = [];

  /** @param first the lowest address that may be given out */
  constructor(first: number) {
    this.#first = align(first);
  }

  /** @returns the address of the lowest part of this size that is free; the memory may end before it does */
  take(byteLength: number): number {
    const length = align(byteLength);
    let first = this.#first;
    for (const region of this.#used) {
      if (first + length <= region.first) break;
      first = region.end;
    }
    this.#used.push({ first, end: first + length });
    this.#used.sort((a, b) => a.first - b.first);
    return first;
  }

  /** @param first what `take` gave */
  release(first: number): void {
    this.#used = this.#used.filter((region) => region.first !== first);
  }
}
