import { EMOTIONS } from '@fer/core';

/** The eight expressions that FER+ tells apart: FER2013's seven in their order, and contempt. */
export const FER_PLUS_LABELS = [...EMOTIONS, 'contempt'] as const;

/** One of the eight expressions. */
export type FerPlusLabel = (typeof FER_PLUS_LABELS)[number];
