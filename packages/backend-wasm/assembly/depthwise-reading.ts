/** Where a depthwise convolution reads the rows of its windows. */
export const enum DepthwiseReading {
  /** Where they lie: no window reaches over the edge. */
  inPlace = 0,
  /** In copies with zeros around them, each channel as often as it has filters. */
  copied = 1,
  /** Where they lie, and zeros beyond the edges: 3×3 windows that reach over them by one column at most. */
  padded3x3 = 2,
}
