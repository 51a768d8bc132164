/**
 * The smallest module with a SIMD instruction: one function that does `i32.const 0; i8x16.splat; drop`
 * (WebAssembly core specification 2.0, binary format).
 */
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

/** Whether this engine runs WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4 and later). */
export async function isWasmSimdSupported(): Promise<boolean> {
  return typeof WebAssembly === 'object' && WebAssembly.validate(simdProbe);
}
