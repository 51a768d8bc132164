import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs-core';
import { serveFolder } from '../../tests/support/static-server.ts';
import type { PhotoContender } from './contender.ts';
import { decodeAhead } from './decode-ahead.ts';

const require = createRequire(import.meta.url);

/** What is used of the library. */
interface Human {
  readonly tf: typeof Tfjs;
  init(): Promise<void>;
  load(): Promise<void>;
  detect(image: Tfjs.Tensor): Promise<{ readonly error: string | null; readonly face: readonly unknown[] }>;
}

const MOST_FACES = 10;

/** `@vladmandic/human`, its build for Node on WebAssembly: BlazeFace and the emotion network, all else off. */
export async function loadHuman(): Promise<PhotoContender> {
  const folder = join(dirname(require.resolve('@vladmandic/human')), '..');
  const { Human: Library } = require(join(folder, 'dist/human.node-wasm.js'));
  // It fetches its models.
  const { url, close } = await serveFolder(join(folder, 'models'), false);
  const off = { enabled: false };
  const human: Human = new Library({
    backend: 'wasm',
    modelBasePath: url,
    wasmPath: `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`,
    // Of pictures that have nothing to do with each other nothing may be kept.
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { maxDetected: MOST_FACES, rotation: false, skipFrames: 0, skipTime: 0 },
      mesh: off,
      attention: off,
      iris: off,
      description: off,
      antispoof: off,
      liveness: off,
      emotion: { enabled: true, skipFrames: 0, skipTime: 0 },
    },
  });
  await human.init();
  await human.load();
  await close();
  return {
    async look(files) {
      let found = 0;
      for await (const { data, width, height } of decodeAhead(files)) {
        const image = human.tf.tensor4d(data, [1, height, width, 3], 'int32');
        const { error, face } = await human.detect(image);
        if (error) throw new Error(`human: ${error}`);
        image.dispose();
        found += face.length;
      }
      return found;
    },
  };
}
