import { defineModel } from '@fer/model';
import { writeOnnx } from '@fer/runtime-onnx';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { BenchNetwork } from '../networks.ts';
import type { BenchedNetwork } from './system.ts';

/** The parts of onnxruntime that all its packages have. */
export interface Onnxruntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: typeof Tensor;
}

/** A network on onnxruntime, with all its graph optimisations. */
export async function loadOnOnnxruntime(
  ort: Onnxruntime,
  { architecture, weights }: BenchNetwork,
  options: InferenceSession.SessionOptions,
): Promise<BenchedNetwork> {
  const model = writeOnnx(defineModel(weights, architecture));
  const session = await ort.InferenceSession.create(model, { ...options, graphOptimizationLevel: 'all' });
  const { height, width, channels } = architecture.input;
  const [pixelsName] = session.inputNames;
  const [probabilitiesName] = session.outputNames;
  return {
    async predict(pixels, batch) {
      const images = new ort.Tensor('float32', pixels, [batch, height, width, channels]);
      const outputs = await session.run({ [pixelsName!]: images });
      return outputs[probabilitiesName!]!.data as Float32Array;
    },
    dispose: () => void session.release(),
  };
}
