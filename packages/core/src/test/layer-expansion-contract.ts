import type { Json } from '../extension-points/architecture.ts';
import type { LayerExpansion } from '../extension-points/layer-expansion.ts';
import { type ContractCase, demand, demandConnected, demandJson, shapeCase } from './contract-case.ts';

/** What a type of layer is tried on. */
export interface LayerExpansionTrial {
  /** The shape of each of its inputs, without the batch: `[[24, 24, 16]]`. */
  readonly inputs: readonly (readonly number[])[];
  /** Options besides the defaults; default none. */
  readonly options?: { readonly [key: string]: Json };
}

/** What every type of layer of a plugin's must keep. */
export function layerExpansionContract(
  layer: LayerExpansion,
  { inputs: shapes, options = {} }: LayerExpansionTrial,
): ContractCase[] {
  const inputs = shapes.map((shape, at) =>
    Object.freeze({ name: `input${at + 1}`, shape: Object.freeze([...shape]) }),
  );
  const expand = () => layer.expand(Object.freeze({ ...layer.defaults, ...options }), Object.freeze(inputs));
  return [
    shapeCase({ layers: [layer] }),
    {
      name: 'is plain data that survives JSON',
      run: async () => {
        demandJson(layer.defaults, 'The defaults');
        demandJson(expand(), 'The layers');
      },
    },
    {
      name: 'stands for the same layers each time, at least one',
      run: async () => {
        const layers = expand();
        demand(layers.length > 0, 'A block must have a layer');
        demand(JSON.stringify(layers) === JSON.stringify(expand()), 'expand must be a pure function');
      },
    },
    {
      name: 'names its layers and connects each to the inputs or earlier ones',
      run: async () =>
        demandConnected(
          expand(),
          inputs.map(({ name }) => name),
        ),
    },
    {
      name: 'does not stand for itself',
      run: async () =>
        demand(
          expand().every(({ type }) => type !== layer.id),
          `${layer.id} must not hold itself`,
        ),
    },
  ];
}
