import type { RuntimeSupport } from '@fer/core';
import { createTfjsRuntime } from './create-tfjs-runtime.ts';

/** The graphics processor of a browser. */
export const webgl = createTfjsRuntime({
  id: 'webgl',
  description: 'graphics processor of a browser (@tensorflow/tfjs-backend-webgl)',
  priority: 30,
  isSupported: async () => webglSupport(),
  async registerBackend() {
    await import('@tensorflow/tfjs-backend-webgl');
    return 'webgl';
  },
});

function webglSupport(): RuntimeSupport {
  const canvas = createCanvas();
  if (canvas === undefined)
    return { supported: false, reason: 'There is no canvas here: it works in browsers only.' };
  const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  if (context === null) return { supported: false, reason: 'This browser gives no WebGL context.' };
  // Browsers keep only a few contexts at a time.
  (context as WebGLRenderingContext).getExtension('WEBGL_lose_context')?.loseContext();
  return { supported: true };
}

function createCanvas(): OffscreenCanvas | HTMLCanvasElement | undefined {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(1, 1);
  return typeof document === 'object' ? document.createElement('canvas') : undefined;
}
