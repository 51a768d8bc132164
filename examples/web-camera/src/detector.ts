import type { Plugin } from '@fer/core';

/** What finds the faces. Without one the square in the middle of a picture is taken as the face. */
export const detectorPlugins: readonly Plugin[] = [];
