import { createRandom, type ForeignModel, type InputSpec, sizeOf } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { computeGraph } from '@fer/graph/test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { type ReadOnnxOptions, readOnnx } from '../read/read-onnx.ts';
import { encodeOnnx, type WrittenModel } from './encode-onnx.ts';

/** For graphs that name their own inputs. */
export const ANY_INPUT: InputSpec = {
  width: 1,
  height: 1,
  channels: 1,
  resize: 'bilinear-antialias',
  range: [0, 1],
};

/** Numbers of two pictures, -2..2. */
const BATCH = 2;

/**
 * Reads a file, and demands that the graph gives by plain loops in double precision what onnxruntime gives by the file,
 * for a batch of two.
 *
 * @returns what was read
 */
export async function expectAgreement(
  file: WrittenModel | Uint8Array,
  options: ReadOnnxOptions & { readonly isLast?: boolean; readonly tolerance?: number } = {},
): Promise<ForeignModel> {
  const { isLast = false, tolerance = 1e-4, ...readOptions } = options;
  const bytes = file instanceof Uint8Array ? file : encodeOnnx(file);
  const model = readOnnx(bytes, readOptions);
  const graph = resolveGraph(model.graph, ANY_INPUT);
  const [height, width, channels] = model.inputShape;
  const size = height * width * channels;
  const random = createRandom(11);
  const pictures = Float32Array.from({ length: BATCH * size }, () => random.uniform(-2, 2));

  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
  const [name] = session.inputNames;
  const fed = isLast ? pictures : toChannelsFirst(pictures, BATCH, model.inputShape);
  const shape = isLast ? [height, width, channels] : [channels, height, width];
  const results = await session.run({ [name!]: new Tensor('float32', fed, [BATCH, ...shape]) });
  await session.release();

  for (let picture = 0; picture < BATCH; picture++) {
    const own = pictures.subarray(picture * size, (picture + 1) * size);
    const given = computeGraph(graph, model.tensors, { input: own });
    for (const [index, output] of graph.outputs.entries()) {
      const result = results[session.outputNames[index]!]!;
      const length = sizeOf(output.shape);
      expect(result.data).toHaveLength(BATCH * length);
      const part = (result.data as Float32Array).subarray(picture * length, (picture + 1) * length);
      const isTurned = `${result.dims.slice(1)}` !== `${output.shape}` || new Set(output.shape).size === 1;
      const isMap = output.shape.length === 3 && !isLast && isTurned;
      const ours = Float32Array.from(given[output.name]!);
      const expected = isMap ? toChannelsFirst(ours, 1, output.shape) : ours;
      const errors = Array.from(
        part,
        (value, i) => Math.abs(value - expected[i]!) / Math.max(1, Math.abs(value)),
      );
      expect(Math.max(...errors)).toBeLessThan(tolerance);
    }
  }
  return model;
}

/** NHWC → NCHW. */
export function toChannelsFirst(data: Float32Array, batch: number, shape: readonly number[]): Float32Array {
  const [height, width, channels] = shape as [number, number, number];
  const plane = height * width;
  const turned = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const [image, pixel, channel] = [
      Math.floor(i / plane / channels),
      Math.floor(i / channels) % plane,
      i % channels,
    ];
    turned[(image * channels + channel) * plane + pixel] = data[i]!;
  }
  expect(turned).toHaveLength(batch * plane * channels);
  return turned;
}
