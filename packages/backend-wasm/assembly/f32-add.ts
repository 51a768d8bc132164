import { activate } from './activate';
import { Activation } from './activation';
import { Scratch } from './scratch';

/** The arguments of `add`, after the scratch's. */
@unmanaged
export class AddArgs extends Scratch {
  /** [length] */
  x: usize;
  /** [length], or 0 for none */
  other: usize;
  /** [length], overwritten; may be one of the inputs */
  y: usize;
  length: i32;
  chunkLength: i32;
  /** Any but `prelu`, whose alphas go by channel. */
  activation: Activation;
  /** What `leakyRelu` multiplies negative sums with. */
  alpha: f32;
}

/** y = activation(x + other), or activation(x), in pieces that stay in the L1 cache from one pass to the next. */
export function add(args: AddArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkLength;
  const end = min(args.length, first + args.chunkLength);
  for (let at = first; at < end; at += 1024) {
    const length = min(1024, end - at);
    const offset = (<usize>at) << 2;
    const y = args.y + offset;
    if (args.other) add_piece(args.x + offset, args.other + offset, y, (<usize>length) << 2);
    else if (args.x != args.y) memory.copy(y, args.x + offset, (<usize>length) << 2);
    activate(args.activation, args.alpha, 0, y, 1, length, length);
  }
}

function add_piece(x: usize, other: usize, y: usize, byteLength: usize): void {
  let at: usize = 0;
  for (; at + 16 <= byteLength; at += 16) {
    v128.store(y + at, f32x4.add(v128.load(x + at), v128.load(other + at)));
  }
  for (; at < byteLength; at += 4) store<f32>(y + at, load<f32>(x + at) + load<f32>(other + at));
}
