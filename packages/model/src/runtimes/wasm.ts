import { createTfjsRuntime } from './create-tfjs-runtime.ts';

/** WebAssembly SIMD with the kernels of `@fer/backend-wasm`: the same speed in Node and in browsers, no installation. */
export const wasm = createTfjsRuntime({
  id: 'wasm',
  description: 'WebAssembly SIMD (@fer/backend-wasm): fast in Node and browsers, trains too',
  priority: 40,
  async isSupported() {
    const { isWasmSimdSupported } = await import('@fer/backend-wasm');
    if (await isWasmSimdSupported()) return { supported: true };
    return { supported: false, reason: 'This engine has no WebAssembly SIMD.' };
  },
  async trainingRounding() {
    const { isRelaxedSimdSupported } = await import('@fer/backend-wasm');
    return (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd';
  },
  async registerBackend() {
    const { registerWasmBackend } = await import('@fer/backend-wasm');
    await registerWasmBackend();
    return 'wasm';
  },
});
