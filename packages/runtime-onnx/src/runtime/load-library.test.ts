import { describe, expect, it } from 'vitest';
import { createOnnxRuntime } from './create-onnx-runtime.ts';

/** What Node throws, as reported with onnxruntime-node, and what to do about it. */
const FAILURES: readonly [string, string, string][] = [
  [
    'musl without a loader of glibc',
    'Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1)',
    'Alpine Linux',
  ],
  [
    'musl with gcompat',
    'Error relocating /app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1: __vsnprintf_chk: symbol not found',
    'Alpine Linux',
  ],
  [
    'an old glibc',
    "/lib64/libc.so.6: version `GLIBC_2.27' not found (required by /app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1)",
    'older than its native library',
  ],
  [
    'no binary',
    "Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'\nRequire stack:\n- /app/node_modules/onnxruntime-node/dist/binding.js",
    'npm install onnxruntime-node',
  ],
  ['anything else', 'invalid ELF header', 'install anew'],
];

describe('a native library that does not load', () => {
  it.each(FAILURES)('%s', async (_name, thrown, advice) => {
    const cause = Object.assign(new Error(thrown), { code: 'ERR_DLOPEN_FAILED' });
    const runtime = createOnnxRuntime({ lib: () => Promise.reject(cause) });
    const failure = await runtime.init().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      cause,
      details: { node: process.version, platform: process.platform, arch: process.arch },
    });
    const { message } = failure as Error;
    expect(message).toContain(`Node ${process.version} on ${process.platform}-${process.arch}`);
    expect(message).toContain(thrown.split('\n')[0]);
    expect(message).not.toContain('\n');
    expect(message).toContain(advice);
    expect(message).toContain('use the wasm runtime');
  });

  it('is tried again at the next start', async () => {
    const library = { env: { logLevel: 'warning' } };
    let attempts = 0;
    const lib = async () => {
      if (++attempts === 1) throw new Error('busy');
      return library;
    };
    const runtime = createOnnxRuntime({ lib });
    await expect(runtime.init()).rejects.toMatchObject({ code: 'FER_RUNTIME_UNAVAILABLE' });
    await expect(runtime.init()).resolves.toBeUndefined();
  });
});
