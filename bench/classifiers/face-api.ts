import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { importFaceApi, startFaceApi } from '../support/face-api.ts';
import { type Classifier, IMAGE_SIZE } from './classifier.ts';

/** As `FACE_EXPRESSION_LABELS`: neutral, happy, sad, angry, fearful, disgusted, surprised. */
const LABELS = ['neutral', 'happy', 'sad', 'angry', 'fear', 'disgust', 'surprise'];

/**
 * The expression network of `@vladmandic/face-api`, by its own code: 112×112 bilinear, the mean colour subtracted, then
 * over 255 (`src/faceFeatureExtractor/FaceFeatureExtractor.ts`).
 */
export async function loadFaceApi(): Promise<Classifier> {
  const faceApi = await importFaceApi();
  const { tf, nets } = faceApi;
  const model = await startFaceApi(faceApi);
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
