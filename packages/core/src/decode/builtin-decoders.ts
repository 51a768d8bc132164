import { definePlugin } from '../plugin/define-plugin.ts';
import { createBrowserDecoder } from './browser-decoder.ts';
import { createSharpDecoder } from './sharp-decoder.ts';

/** The decoders that come with this package: sharp in Node, the browser's own in a browser. */
export const builtinDecoders = /* @__PURE__ */ definePlugin({
  name: '@fer/core',
  apiVersion: 1,
  contributes: { decoders: [/* @__PURE__ */ createSharpDecoder(), /* @__PURE__ */ createBrowserDecoder()] },
});
