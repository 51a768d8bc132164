import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { createNodeRuntime } from './node.ts';
import { importTfjs } from './tfjs.ts';

const BINDING = '/app/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node';

/** What the real package threw, as reported in tensorflow/tfjs's issues, and what must be told. */
const FAILURES: readonly [string, string, string][] = [
  [
    'that was not built',
    `The Node.js native addon module (tfjs_binding.node) can not be found at path: ${BINDING}. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source' to rebuild the native addon module.`,
    'was not built when it was installed: "npm rebuild @tensorflow/tfjs-node --build-addon-from-source"',
  ],
  [
    'of another Node',
    `The module '${BINDING}'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 93. This version of Node.js requires\nNODE_MODULE_VERSION 115.`,
    'NODE_MODULE_VERSION 93. Its native library was built for another Node: "npm rebuild',
  ],
  ['that registers nothing', `Module did not self-register: '${BINDING}'.`, 'was built for another Node'],
  [
    'without TensorFlow beside it, on Windows',
    `The specified module could not be found.\n\\\\?\\C:${BINDING.replaceAll('/', '\\')}`,
    'copy deps\\lib\\tensorflow.dll',
  ],
  [
    'on Alpine',
    `Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by ${BINDING})`,
    'Alpine Linux',
  ],
  ['of another machine', `${BINDING}: invalid ELF header`, 'must fit this Node: "npm rebuild'],
];

describe('the node runtime, with a native library', () => {
  it.each(FAILURES)('%s', async (_what, thrown, remedy) => {
    const cause = Object.assign(new Error(thrown), { code: 'ERR_DLOPEN_FAILED' });
    const runtime = createNodeRuntime({ lib: () => Promise.reject(cause) });
    expect(await runtime.isSupported()).toEqual({ supported: true });
    const failure = (await runtime.init().catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      cause,
      details: { package: '@tensorflow/tfjs-node', node: process.version, abi: process.versions.modules },
    });
    const { version, versions, platform, arch } = process;
    expect(failure.message).toContain(`Node ${version} (ABI ${versions.modules}) on ${platform}-${arch}`);
    expect(failure.message).toContain(remedy);
    expect(failure.message).toContain('wasm, or onnx of @fer/runtime-onnx');
    expect(failure.message).not.toContain('\n');
  });

  it('that starts in a Node that lacks what its operations call', async () => {
    const { core: tf } = await importTfjs();
    const lib = async () => {
      tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { firstUse: false }));
      const kernelFunc = (): never => {
        throw new TypeError('(0 , util_1.isNullOrUndefined) is not a function');
      };
      tf.registerKernel({ kernelName: 'Add', backendName: 'tensorflow', kernelFunc });
    };
    await expect(createNodeRuntime({ lib }).init()).rejects.toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      message: expect.stringMatching(/isNullOrUndefined.*functions that Node 23 removed: use Node 22/),
    });
  });
});
