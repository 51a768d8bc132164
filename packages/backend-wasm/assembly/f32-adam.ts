import { flush } from './flush';
import { Scratch } from './scratch';

/** The arguments of `adam`, after the scratch's. */
@unmanaged
export class AdamArgs extends Scratch {
  /** [length] each; only the moments are changed */
  weights: usize;
  gradient: usize;
  first: usize;
  second: usize;
  /** [length], overwritten: the weights after the step */
  out: usize;
  length: i32;
  /** A multiple of four. */
  chunkLength: i32;
  /** The gradient is multiplied by it first. */
  gradientFactor: f32;
  /** 1 - beta1 */
  towards1: f32;
  /** 1 - beta2 */
  towards2: f32;
  epsilon: f32;
  /** The learning rate with the correction of the moments' bias. */
  rate: f32;
  /** What weight decay leaves of a weight. */
  keep: f32;
}

// Arithmetic on denormals is some 60 times slower, and moments without gradients would soon be denormal.
const smallestMoment: f32 = 1e-30;
// The square of less is denormal.
const smallestRoot: f32 = 1e-18;

/** One step of Adam in one pass: moments, their correction, weight decay and new weights. */
export function adam(args: AdamArgs, chunk: i32, thread: i32): void {
  const start = (<usize>(chunk * args.chunkLength)) << 2;
  const end = min((<usize>args.length) << 2, start + ((<usize>args.chunkLength) << 2));
  const weights = args.weights;
  const gradient = args.gradient;
  const first = args.first;
  const second = args.second;
  const out = args.out;
  const factor = f32x4.splat(args.gradientFactor);
  const towards1 = f32x4.splat(args.towards1);
  const towards2 = f32x4.splat(args.towards2);
  const epsilon = f32x4.splat(args.epsilon);
  const rate = f32x4.splat(args.rate);
  const keep = f32x4.splat(args.keep);

  let at = start;
  for (; at + 16 <= end; at += 16) {
    const g = f32x4.mul(v128.load(gradient + at), factor);
    const m = first_moment(v128.load(first + at), g, towards1);
    const v = second_moment(v128.load(second + at), g, towards2);
    v128.store(first + at, m);
    v128.store(second + at, v);
    v128.store(out + at, moved(v128.load(weights + at), m, v, rate, epsilon, keep));
  }
  for (; at < end; at += 4) {
    const g = f32x4.mul(v128.load_splat<f32>(gradient + at), factor);
    const m = first_moment(v128.load_splat<f32>(first + at), g, towards1);
    const v = second_moment(v128.load_splat<f32>(second + at), g, towards2);
    v128.store_lane<f32>(first + at, m, 0);
    v128.store_lane<f32>(second + at, v, 0);
    const w = v128.load_splat<f32>(weights + at);
    v128.store_lane<f32>(out + at, moved(w, m, v, rate, epsilon, keep), 0);
  }
}

// @ts-ignore: decorator
@inline
function first_moment(moment: v128, gradient: v128, towards: v128): v128 {
  return flush(f32x4.add(moment, f32x4.mul(f32x4.sub(gradient, moment), towards)), smallestMoment);
}

// @ts-ignore: decorator
@inline
function second_moment(moment: v128, gradient: v128, towards: v128): v128 {
  const g = flush(gradient, smallestRoot);
  return flush(f32x4.add(moment, f32x4.mul(f32x4.sub(f32x4.mul(g, g), moment), towards)), smallestMoment);
}

// @ts-ignore: decorator
@inline
function moved(weight: v128, first: v128, second: v128, rate: v128, epsilon: v128, keep: v128): v128 {
  const step = f32x4.div(f32x4.mul(rate, first), f32x4.add(f32x4.sqrt(second), epsilon));
  return f32x4.sub(f32x4.mul(weight, keep), step);
}
