import { Scratch } from './scratch';

/** The arguments of `dropout`, after the scratch's. */
@unmanaged
export class DropoutArgs extends Scratch {
  /** [length] */
  x: usize;
  /** [length], overwritten; may be x */
  y: usize;
  length: i32;
  /** Random numbers to pass over first. */
  skipped: i32;
  /** The state of xoshiro128**. */
  s0: u32;
  s1: u32;
  s2: u32;
  s3: u32;
  /** A number is dropped if its random one is at most this. */
  highestDropped: u32;
  /** What the others are multiplied with. */
  scale: f32;
}

/**
 * y = x · (random > highestDropped ? scale : 0), with one random number for each x in order: xoshiro128** (Blackman and
 * Vigna 2018, prng.di.unimi.it/xoshiro128starstar.c). A number depends on the one before, so this is a single chunk.
 */
export function dropout(args: DropoutArgs, chunk: i32, thread: i32): void {
  let s0 = args.s0;
  let s1 = args.s1;
  let s2 = args.s2;
  let s3 = args.s3;
  const highestDropped = args.highestDropped;
  const scaleBits = reinterpret<i32>(args.scale);
  const x = args.x;
  const y = args.y;
  for (let index = -args.skipped; index < args.length; index++) {
    const random = rotl<u32>(s1 * 5, 7) * 9;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotl<u32>(s3, 11);
    if (index >= 0) {
      // Bits of 0 or of the scale: a branch would be foretold wrong for every number that is dropped.
      const factor = reinterpret<f32>(scaleBits & -(<i32>(random > highestDropped)));
      const at = (<usize>index) << 2;
      store<f32>(y + at, load<f32>(x + at) * factor);
    }
  }
}
