/** A seeded source of random numbers. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal (Box–Muller, no state kept between calls). */
  normal(): number;
}

/**
 * The same numbers on every platform for the same seed and streams: xoshiro128** (Blackman and Vigna 2018,
 * prng.di.unimi.it/xoshiro128starstar.c), seeded by splitmix32 over all words given.
 *
 * @param seed any integer; its lower 32 bits count
 * @param streams further integers (an epoch, a step, an image) that select an independent stream of the seed
 */
export function createRandom(seed: number, ...streams: number[]): Random {
  const state = randomState(seed, ...streams);

  const nextUint32 = (): number => {
    const s1 = state[1]!;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= s1;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= s1 << 9;
    state[3] = rotateLeft(state[3]!, 11);
    return result;
  };
  const next = () => nextUint32() / 0x1_0000_0000;

  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    integer: (bound) => Math.floor(next() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/**
 * The state with which `createRandom` begins, for code elsewhere that draws the same numbers.
 *
 * @returns the four words of xoshiro128**
 */
export function randomState(seed: number, ...streams: number[]): Uint32Array {
  let mix = 0x9e3779b9;
  for (const word of [seed, ...streams]) mix = splitmix32(mix ^ (word | 0));
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    mix = (mix + 0x9e3779b9) | 0;
    state[i] = splitmix32(mix);
  }
  return state;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function splitmix32(x: number): number {
  let z = (x + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
