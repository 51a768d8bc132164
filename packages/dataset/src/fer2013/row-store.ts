import { FACE_PIXELS } from './format.ts';

const FIRST_ROWS = 128;

/** How much more room than estimated is taken, so that a second estimate is rarely needed. */
const MARGIN = 1.1;

/**
 * An estimate may take at most so many times the room of the rows that were really read: an archive may claim any
 * length for its CSV. FER2013 gets its room in two steps.
 */
const MOST_GROWTH = 64;

/** A result may keep this share of unused room; beyond it the rows are copied to a tighter place. */
const TOLERATED_SLACK = 0.125;

/**
 * Rows in memory that grows. Room is taken by an estimate from the first rows and the file's length, because doubling
 * would hold 82 MB of pixels twice. Room that is not written to costs no memory: the system gives pages on first use.
 */
export class RowStore {
  images = new Uint8Array(FIRST_ROWS * FACE_PIXELS);
  labels = new Uint8Array(FIRST_ROWS);
  splits = new Uint8Array(FIRST_ROWS);
  count = 0;

  /**
   * Makes room for one more row at `count`.
   *
   * @param share how much of the file has been read, 0..1; 0 if its length is unknown
   */
  reserve(share: number): void {
    if (this.count < this.labels.length) return;
    const estimate =
      share > 0 ? Math.ceil(Math.min(this.count / share, this.count * MOST_GROWTH) * MARGIN) : 0;
    const capacity = Math.max(
      estimate,
      this.count + FIRST_ROWS,
      Math.ceil(this.count * (share > 0 ? MARGIN : 2)),
    );
    this.images = copyTo(new Uint8Array(capacity * FACE_PIXELS), this.images);
    this.labels = copyTo(new Uint8Array(capacity), this.labels);
    this.splits = copyTo(new Uint8Array(capacity), this.splits);
  }

  /** The rows, `[count, 48, 48, 1]`, `[count]` and `[count]`. */
  finish(): { images: Uint8Array; labels: Uint8Array; splits: Uint8Array; count: number } {
    const { count } = this;
    const images = this.images.subarray(0, count * FACE_PIXELS);
    const isTight = this.labels.length - count <= count * TOLERATED_SLACK;
    return {
      images: isTight ? images : images.slice(),
      labels: this.labels.slice(0, count),
      splits: this.splits.slice(0, count),
      count,
    };
  }
}

function copyTo(target: Uint8Array<ArrayBuffer>, source: Uint8Array): Uint8Array<ArrayBuffer> {
  target.set(source);
  return target;
}
