import { flush } from './flush';
import { Scratch } from './scratch';

/** The arguments of `momentum`, after the scratch's. */
@unmanaged
export class MomentumArgs extends Scratch {
  /** [length] each; only the velocity is changed */
  weights: usize;
  gradient: usize;
  velocity: usize;
  /** [length], overwritten: the weights after the step */
  out: usize;
  length: i32;
  /** A multiple of four. */
  chunkLength: i32;
  /** The learning rate times the gradient's factor. */
  rate: f32;
  momentum: f32;
  nesterov: i32;
  /** What weight decay leaves of a weight. */
  keep: f32;
}

/** One step of gradient descent with momentum in one pass, by Nesterov if asked for. */
export function momentum(args: MomentumArgs, chunk: i32, thread: i32): void {
  const start = (<usize>(chunk * args.chunkLength)) << 2;
  const end = min((<usize>args.length) << 2, start + ((<usize>args.chunkLength) << 2));
  const vectorEnd = end & ~15;
  const weights = args.weights;
  const gradient = args.gradient;
  const velocity = args.velocity;
  const out = args.out;
  for (let at = start; at < vectorEnd; at += 16) {
    const push = f32x4.mul(v128.load(gradient + at), f32x4.splat(args.rate));
    const v = next_velocity(args, v128.load(velocity + at), push);
    v128.store(velocity + at, v);
    v128.store(out + at, moved(args, v128.load(weights + at), v, push));
  }
  for (let at = vectorEnd; at < end; at += 4) {
    const push = f32x4.mul(v128.load_splat<f32>(gradient + at), f32x4.splat(args.rate));
    const v = next_velocity(args, v128.load_splat<f32>(velocity + at), push);
    v128.store_lane<f32>(velocity + at, v, 0);
    v128.store_lane<f32>(out + at, moved(args, v128.load_splat<f32>(weights + at), v, push), 0);
  }
}

// @ts-ignore: decorator
@inline
function next_velocity(args: MomentumArgs, velocity: v128, push: v128): v128 {
  const next = f32x4.sub(f32x4.mul(velocity, f32x4.splat(args.momentum)), push);
  // Arithmetic on denormals is some 60 times slower, and a velocity without gradients would soon be denormal.
  return flush(next, 1e-30);
}

// @ts-ignore: decorator
@inline
function moved(args: MomentumArgs, weight: v128, velocity: v128, push: v128): v128 {
  const ahead = f32x4.sub(f32x4.mul(velocity, f32x4.splat(args.momentum)), push);
  const kept = f32x4.mul(weight, f32x4.splat(args.keep));
  return f32x4.add(kept, args.nesterov ? ahead : velocity);
}
