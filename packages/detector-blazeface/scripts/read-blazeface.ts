import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { layer } from '@fer/core';
import type { Weights } from '@fer/model';
import { convertGraphModel } from './convert-graph-model.ts';
import type { GraphModel } from './graph-model.ts';

/** BlazeFace for back cameras as `@vladmandic/human` ships it. */
export function readGraphModel(): { model: GraphModel; bytes: Uint8Array } {
  // The `exports` of that package name code alone.
  const models = join(createRequire(import.meta.url).resolve('@vladmandic/human'), '../../models');
  const model = JSON.parse(readFileSync(join(models, 'blazeface.json'), 'utf8'));
  // A copy, for a Buffer's `slice` is none.
  return { model, bytes: new Uint8Array(readFileSync(join(models, 'blazeface.bin'))) };
}

/** The same as weights of ours, with an output for each grid of anchors (`src/anchors.ts`). */
export function readBlazeFace(): Weights {
  const { model, bytes } = readGraphModel();
  const { layers, tensors, layerOf } = convertGraphModel(model, bytes);
  const heads = Object.entries(HEADS).map(([output, nodes]) =>
    layer(
      output,
      'concatenate',
      {},
      nodes.map((node) => layerOf.get(node)!),
    ),
  );
  return {
    architecture: { id: 'blazeface', config: {} },
    graph: { layers: [...layers, ...heads], outputs: Object.keys(HEADS) },
    labels: [],
    input: { width: 256, height: 256, channels: 3, resize: 'bilinear-antialias', range: [-1, 1] },
    licence: 'Apache-2.0',
    tensors,
  };
}

/** Our outputs, and the nodes that give logits and values. */
export const HEADS = {
  small: ['Identity', 'Identity_2'],
  large: ['Identity_1', 'Identity_3'],
} as const;
