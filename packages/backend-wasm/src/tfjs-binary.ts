/**
 * tfjs's binary as this package ships it, in a form that bundlers find (see `wasm-binary.ts`). This file lies as deep as
 * the built one.
 */
export function ownTfjsUrl(): URL {
  return new URL('../build/tfjs-backend-wasm-simd.wasm', import.meta.url);
}
