import { mkdtempSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { type Classifier, IMAGE_SIZE } from './classifier.ts';

const require = createRequire(import.meta.url);

/** What is used of the library. */
interface FaceApi {
  readonly tf: typeof Tfjs & {
    setWasmPaths(folder: string): void;
    setThreadsCount(count: number): void;
  };
  readonly nets: {
    readonly faceExpressionNet: {
      loadFromDisk(folder: string): Promise<void>;
      forward(faces: readonly Tfjs.Tensor3D[]): Promise<Tfjs.Tensor2D>;
    };
  };
}

/** As `FACE_EXPRESSION_LABELS`: neutral, happy, sad, angry, fearful, disgusted, surprised. */
const LABELS = ['neutral', 'happy', 'sad', 'angry', 'fear', 'disgust', 'surprise'];

/**
 * The expression network of `@vladmandic/face-api`, by its own code: 112×112 bilinear, the mean colour subtracted, then
 * over 255 (`src/faceFeatureExtractor/FaceFeatureExtractor.ts`).
 */
export async function loadFaceApi(): Promise<Classifier> {
  const { tf, nets } = await importFaceApi();
  const model = join(dirname(require.resolve('@vladmandic/face-api')), '../model');
  tf.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.setThreadsCount(1);
  await tf.setBackend('wasm');
  await nets.faceExpressionNet.loadFromDisk(model);
  const files = ['face_expression_model-weights_manifest.json', 'face_expression_model.bin'];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(model, file))).size));
  return {
    name: '`@vladmandic/face-api` 1.7.15',
    labels: LABELS,
    preprocessing: '112×112 RGB, less the mean colour, over 255',
    engine: `tfjs-backend-wasm ${tf.version_core}`,
    weightsBytes: sizes.reduce((sum, size) => sum + size),
    temperature: 1,
    knownTop1: 0.589,
    async predict(images, count) {
      const area = IMAGE_SIZE * IMAGE_SIZE;
      const faces = Array.from({ length: count }, (_, i) => {
        const rgb = Int32Array.from({ length: area * 3 }, (_, at) => images[i * area + Math.floor(at / 3)]!);
        return tf.tensor3d(rgb, [IMAGE_SIZE, IMAGE_SIZE, 3], 'int32');
      });
      const answer = await nets.faceExpressionNet.forward(faces);
      const probabilities = (await answer.data()) as Float32Array;
      tf.dispose([...faces, answer]);
      return probabilities;
    },
  };
}

/**
 * Its build for Node on WebAssembly. It names all of tfjs and needs the core of it with the methods of tensors, which is
 * bundled with it: in a process beside another tfjs the two would share what they register.
 */
async function importFaceApi(): Promise<FaceApi> {
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
