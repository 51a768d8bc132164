/** Sizes without the batch: `[height, width, channels]` of a feature map, `[units]` of a vector. */
export type Shape = readonly number[];

/** `[height, width, channels]` of a feature map. */
export type MapShape = readonly [height: number, width: number, channels: number];

/** One number for each axis of a feature map. */
export type Pair = readonly [vertical: number, horizontal: number];
