import { createTfjsRuntime } from './create-tfjs-runtime.ts';
import { importTfjs } from './tfjs.ts';

/** Plain JavaScript: works everywhere, slowly, and is what the other runtimes are compared with. */
export const cpu = createTfjsRuntime({
  id: 'cpu',
  description: 'plain JavaScript (tfjs cpu): works everywhere, slow',
  priority: 10,
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
    'Training in plain JavaScript takes about 4 s an image; the wasm runtime is some 1000 times faster.',
});
