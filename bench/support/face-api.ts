import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs-core';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

interface Net {
  loadFromDisk(folder: string): Promise<void>;
}

/** What is used of `@vladmandic/face-api`. */
export interface FaceApi {
  readonly tf: typeof Tfjs & {
    setWasmPaths(folder: string): void;
    setThreadsCount(count: number): void;
  };
  readonly nets: {
    readonly tinyFaceDetector: Net;
    readonly faceExpressionNet: Net & {
      forward(faces: readonly Tfjs.Tensor3D[]): Promise<Tfjs.Tensor2D>;
    };
  };
  readonly TinyFaceDetectorOptions: new () => object;
  detectAllFaces(
    image: Tfjs.Tensor3D,
    options: object,
  ): { withFaceExpressions(): Promise<readonly unknown[]> };
}

/**
 * Its build for Node on WebAssembly. It names all of tfjs and needs the core of it with the methods of tensors, which is
 * bundled with it: in a process beside another tfjs the two would share what they register.
 */
export async function importFaceApi(): Promise<FaceApi> {
  const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  try {
    const outfile = join(folder, 'face-api.cjs');
    await build({
      entryPoints: [require.resolve('@vladmandic/face-api/dist/face-api.node-wasm.js')],
      outfile,
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      alias: { '@tensorflow/tfjs': '@tensorflow/tfjs-core' },
      inject: [require.resolve('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js')],
      logLevel: 'error',
    });
    return require(outfile) as FaceApi;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts its backend, on one thread. @returns the folder of its models */
export async function startFaceApi({ tf }: FaceApi): Promise<string> {
  tf.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.setThreadsCount(1);
  await tf.setBackend('wasm');
  return join(dirname(require.resolve('@vladmandic/face-api')), '../model');
}
