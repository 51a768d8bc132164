import { createTfjsRuntime } from './create-tfjs-runtime.ts';
import { importTfjs } from './tfjs.ts';

/** tfjs in plain JavaScript: works everywhere and can train, slowly; it is what the other engines are compared with. */
export const tfjsCpu = createTfjsRuntime({
  id: 'tfjs-cpu',
  description: 'plain JavaScript (tfjs cpu): takes every layer, slow',
  priority: 5,
  isSupported: async () => ({ supported: true }),
  async registerBackend() {
    await import('@tensorflow/tfjs-backend-cpu');
    const { core: tf } = await importTfjs();
    // It would greet on the console when it is first used in Node.
    const backend = tf.findBackend('cpu') as unknown as { firstUse: boolean };
    backend.firstUse = false;
    return 'cpu';
  },
  trainingWarning:
    'Training in plain JavaScript takes about 4 s an image; tfjs-wasm is some 1000 times faster.',
});
