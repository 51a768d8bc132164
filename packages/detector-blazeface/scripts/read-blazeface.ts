import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type LayerNode, layer } from '@fer/core';
import { weightsFormats } from '@fer/formats';
import type { Weights } from '@fer/model';

/** What is looked at of BlazeFace's graph model. */
export interface GraphModel {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly object[];
  }[];
  readonly userDefinedMetadata: {
    readonly signature: { readonly outputs: { readonly [name: string]: object } };
  };
}

/** BlazeFace for back cameras as `@vladmandic/human` ships it. */
export function readGraphModel(): { model: GraphModel; files: ReadonlyMap<string, Uint8Array> } {
  // The `exports` of that package name code alone.
  const models = join(createRequire(import.meta.url).resolve('@vladmandic/human'), '../../models');
  // Copies, for a Buffer's `slice` is none.
  const read = (name: string) => new Uint8Array(readFileSync(join(models, name)));
  const json = read('blazeface.json');
  const files = new Map([
    ['model.json', json],
    ['blazeface.bin', read('blazeface.bin')],
  ]);
  return { model: JSON.parse(new TextDecoder().decode(json)), files };
}

/** The same as weights of ours, with an output for each grid of anchors (`src/anchors.ts`). */
export async function readBlazeFace(): Promise<Weights> {
  const { model, files } = readGraphModel();
  const format = (await weightsFormats([])).find(({ id }) => id === 'tfjs-graph')!;
  const read = async (name: string) => files.get(name)!;
  const { graph, tensors } = await format.read({ names: [...files.keys()], read }, { maxBytes: 2 ** 24 });
  const { outputs } = graph;
  // The number of anchors follows from the size of the picture.
  const layers = graph.layers.map((node) =>
    node.type === 'reshape' ? { ...node, config: { targetShape: [-1, channelsOf(node)] } } : node,
  );
  const names = Object.keys(model.userDefinedMetadata.signature.outputs);
  const layerOf = (node: string) => outputs![names.indexOf(`${node}:0`)]!;
  const heads = Object.entries(HEADS).map(([output, nodes]) =>
    layer(output, 'concatenate', {}, nodes.map(layerOf)),
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

function channelsOf({ config }: LayerNode): number {
  return (config!.targetShape as number[]).at(-1)!;
}

/** Our outputs, and the nodes that give logits and values. */
export const HEADS = {
  small: ['Identity', 'Identity_2'],
  large: ['Identity_1', 'Identity_3'],
} as const;
