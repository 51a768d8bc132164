import { FerError, type Runtime, sizeOf } from '@fer/core';
import type { ContractCase } from '@fer/core/test';
import { resolveGraph } from '../resolve-graph.ts';
import { LAYER_CASES } from './layer-cases.ts';
import { type NetworkCase, randomFeeds, randomModel } from './network-case.ts';
import { computeGraph } from './reference/compute-graph.ts';
import { REFUSED_CASES } from './refused-cases.ts';

/** Float32 sums of some hundred products against double precision, with room for another order of them. */
const DEFAULT_TOLERANCE = 1e-4;
/** Two pictures, so that a runtime that mixes them up is found out. */
const BATCH = 2;

/**
 * What a layer means, for any runtime: every type with every option, by plain loops in double precision, and what must
 * be refused. Only run it where the runtime is supported.
 *
 * @param options.tolerance largest error of a number, beside one of size 1; default 1e-4
 */
export function layerContract(
  runtime: Runtime,
  { tolerance = DEFAULT_TOLERANCE }: { readonly tolerance?: number } = {},
): ContractCase[] {
  return [
    ...LAYER_CASES.map((one) => ({ name: one.name, run: () => demandAgreement(runtime, one, tolerance) })),
    ...REFUSED_CASES.map((one) => ({ name: `refuses ${one.name}`, run: () => demandRefusal(runtime, one) })),
  ];
}

async function demandAgreement(runtime: Runtime, { graph }: NetworkCase, tolerance: number): Promise<void> {
  const model = randomModel(graph);
  const resolved = resolveGraph(graph, model.input);
  const feeds = randomFeeds(model, BATCH);
  await runtime.init();
  const network = await runtime.load(model);
  try {
    const results = await network.run(feeds, BATCH);
    for (let picture = 0; picture < BATCH; picture++) {
      const part = (values: Float32Array) => {
        const length = values.length / BATCH;
        return values.subarray(picture * length, (picture + 1) * length);
      };
      const own = Object.fromEntries(resolved.inputs.map(({ name }) => [name, part(feeds[name]!)]));
      const expected = computeGraph(resolved, model.tensors, own);
      for (const { name, shape } of resolved.outputs) {
        const length = results[name]?.length;
        demand(
          length === BATCH * sizeOf(shape),
          `'${name}' must be [${BATCH},${shape}], but has ${length} numbers`,
        );
        demandClose(part(results[name]!), expected[name]!, tolerance, `'${name}' of picture ${picture + 1}`);
      }
    }
  } finally {
    network.dispose();
  }
}

async function demandRefusal(runtime: Runtime, { graph }: NetworkCase): Promise<void> {
  await runtime.init();
  const input = { width: 1, height: 1, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;
  try {
    (await runtime.load({ graph, input, labels: [], tensors: new Map() })).dispose();
  } catch (error) {
    const code = FerError.isInstance(error) ? error.code : String(error);
    demand(code === 'FER_GRAPH_INVALID', `It must be refused with FER_GRAPH_INVALID, but was with ${code}`);
    return;
  }
  throw new Error('It must be refused with FER_GRAPH_INVALID, but was loaded');
}

function demandClose(
  received: Float32Array,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  for (const [index, wanted] of expected.entries()) {
    const error = Math.abs(received[index]! - wanted) / Math.max(1, Math.abs(wanted));
    if (error <= tolerance) continue;
    throw new Error(`${what}: number ${index} must be ${wanted}, but is ${received[index]}`);
  }
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
