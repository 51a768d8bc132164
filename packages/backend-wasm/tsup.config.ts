import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

const { resolve } = createRequire(import.meta.url);
const tfjsBinary = 'tfjs-backend-wasm-simd.wasm';

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    inference: 'src/inference/index.ts',
    interpret: 'src/inference/interpret/interpret-plan.ts',
  },
  // Pages get all binaries from one folder; Node takes tfjs's own file.
  onSuccess: () =>
    copyFile(resolve(`@tensorflow/tfjs-backend-wasm/dist/${tfjsBinary}`), `build/${tfjsBinary}`),
});
