import { assertImageSize, assertRasterImage, type ImageDecoder, messageOf } from '@fer/core';
import { call, callAtOnce } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import type { GuardContext } from './guard-context.ts';
import { override } from './override.ts';
import { start } from './start.ts';

export function guardDecoder(decoder: ImageDecoder, part: Part, { timeoutMs }: GuardContext): ImageDecoder {
  return override(decoder, {
    isSupported: () => start(part, 'isSupported', () => decoder.isSupported(), timeoutMs),
    sniff: (bytes) => callAtOnce(part, 'sniff', () => decoder.sniff(bytes)),
    async decode(bytes, options) {
      const image = await call(part, 'decode', () => decoder.decode(bytes, options), options?.signal);
      try {
        assertRasterImage(image);
        const { width, height } = image.fullSize ?? image;
        assertImageSize(width, height);
        return image;
      } catch (cause) {
        throw wrongResult(part, 'decode', `a picture (${messageOf(cause)})`);
      }
    },
  });
}
