/** How much of an average over steps is kept at each; 0.9 averages over about ten. */
const KEEP = 0.9;

/** Measures the time of steps. */
export interface Stopwatch {
  start(): void;
  /** @param images computed since `start` */
  stop(images: number): void;
  /** A moving average. */
  readonly imagesPerSecond: number;
}

/** @param total its `seconds` grow by each measured time */
export function createStopwatch(total: { seconds: number }): Stopwatch {
  let startedAt = 0;
  let secondsPerImage: number | undefined;
  return {
    start() {
      startedAt = performance.now();
    },
    stop(images) {
      const seconds = (performance.now() - startedAt) / 1000;
      total.seconds += seconds;
      const latest = seconds / images;
      secondsPerImage = secondsPerImage === undefined ? latest : KEEP * secondsPerImage + (1 - KEEP) * latest;
    },
    get imagesPerSecond() {
      return secondsPerImage === undefined || secondsPerImage === 0 ? 0 : 1 / secondsPerImage;
    },
  };
}
