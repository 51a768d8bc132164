import { Scratch } from './scratch';

/** The arguments of `merge_moments`, after the scratch's. */
@unmanaged
export class MergeMomentsArgs extends Scratch {
  /** `[chunks, 2, channels]`, what `moments` wrote */
  partials: usize;
  /** `[channels]`, overwritten */
  mean: usize;
  /** `[channels]`, overwritten: the mean squared distance from the mean (biased) */
  variance: usize;
  rows: i32;
  channels: i32;
  chunkRows: i32;
}

/** Merges the moments of all chunks. */
export function merge_moments(args: MergeMomentsArgs): void {
  const rows = args.rows;
  const rowBytes = (<usize>args.channels) << 2;
  for (let at: usize = 0; at < rowBytes; at += 4) {
    let partial = args.partials + at;
    let mean: f32 = 0;
    let squares: f32 = 0;
    for (let before = 0; before < rows; before += args.chunkRows) {
      const count = min(args.chunkRows, rows - before);
      const share = <f32>count / <f32>(before + count);
      const apart = load<f32>(partial) - mean;
      mean += apart * share;
      squares += load<f32>(partial + rowBytes) + apart * apart * (<f32>before * share);
      partial += rowBytes << 1;
    }
    store<f32>(args.mean + at, mean);
    store<f32>(args.variance + at, squares / <f32>rows);
  }
}
