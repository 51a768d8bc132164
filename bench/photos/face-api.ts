import { importFaceApi, startFaceApi } from '../support/face-api.ts';
import type { PhotoContender } from './contender.ts';
import { decodeAhead } from './decode-ahead.ts';

/** `@vladmandic/face-api`, its build for Node on WebAssembly: the tiny detector and the expression network. */
export async function loadFaceApi(): Promise<PhotoContender> {
  const faceApi = await importFaceApi();
  const { tf, nets } = faceApi;
  const model = await startFaceApi(faceApi);
  await nets.tinyFaceDetector.loadFromDisk(model);
  await nets.faceExpressionNet.loadFromDisk(model);
  return {
    async look(files) {
      let found = 0;
      for await (const { data, width, height } of decodeAhead(files)) {
        const image = tf.tensor3d(data, [height, width, 3], 'int32');
        const options = new faceApi.TinyFaceDetectorOptions();
        found += (await faceApi.detectAllFaces(image, options).withFaceExpressions()).length;
        image.dispose();
      }
      return found;
    },
  };
}
