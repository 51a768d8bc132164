export { wasmKernelCalls } from './kernel-calls.ts';
export { type RegisterWasmBackendOptions, registerWasmBackend, wasmBackendThreads } from './register.ts';
export { enableRelaxedSimd, isRelaxedSimdSupported, isWasmSimdSupported } from './simd.ts';
export type { TfjsWasmPaths } from './tfjs-backend.ts';
export { type ThreadsSupport, threadsSupport } from './threads/threads.ts';
