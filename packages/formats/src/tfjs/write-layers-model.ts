import type { ModelDefinition } from '@fer/core';
import { writeConfig } from '../keras/write-config.ts';

/** The file of all weights. */
const SHARD = 'group1-shard1of1.bin';

/** A layers model as tfjs-layers' own `model.save` writes it. */
export async function writeLayersModel(model: ModelDefinition): Promise<Map<string, Uint8Array>> {
  const { resolved, config } = writeConfig(model, 'tfjs');
  const specs = resolved.layers.flatMap(({ weights }) => weights);
  const parts = specs.map(({ name }) => model.tensors.get(name)!.data);
  const numbers = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    numbers.set(part, at);
    at += part.length;
  }
  const weights = specs.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const json = {
    format: 'layers-model',
    generatedBy: '@fer/formats',
    convertedBy: null,
    modelTopology: { ...config, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js' },
    weightsManifest: [{ paths: [SHARD], weights }],
  };
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(json))],
    [SHARD, new Uint8Array(numbers.buffer)],
  ]);
}
