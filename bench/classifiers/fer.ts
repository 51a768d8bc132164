import { createRegistry, type WeightsFiles } from '@fer/core';
import { builtinPlugin, createWasmRuntime, loadModel, predictImages } from '@fer/model';
import { plugin } from '@fer/pretrained';
import { type Classifier, IMAGE_SIZE } from './classifier.ts';

/** Weights of ours, on our kernels, one thread. @param id of `@fer/model` or `@fer/pretrained` */
export async function loadFer(id: string): Promise<Classifier> {
  const runtime = createWasmRuntime({ threads: 1 });
  const { weights, network } = await loadModel({ weights: id, runtime, plugins: [plugin] });
  const { input, labels, calibration } = weights;
  return {
    name: `\`${id}\``,
    labels,
    preprocessing: `${input.width}×${input.height} gray, ${input.range.join('..')}`,
    engine: '`wasm` of @fer/backend-wasm',
    weightsBytes: await bytesOf(id),
    temperature: calibration?.temperature ?? 1,
    predict(images, count) {
      const data = { images, labels: new Uint8Array(count), count, width: IMAGE_SIZE, height: IMAGE_SIZE };
      return predictImages(network, data, { input, batchSize: count });
    },
  };
}

/** The manifest and the shards that it names. */
async function bytesOf(id: string): Promise<number> {
  const sources = createRegistry([plugin, builtinPlugin]).weightsSources.list();
  const files: WeightsFiles = await sources.find((source) => source.matches(id))!.open(id);
  const manifest = await files.read('fer.json');
  const { shards } = JSON.parse(new TextDecoder().decode(manifest)) as { shards: { byteLength: number }[] };
  return shards.reduce((sum, { byteLength }) => sum + byteLength, manifest.length);
}
