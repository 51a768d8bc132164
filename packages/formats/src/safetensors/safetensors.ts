import type {
  ForeignFiles,
  ForeignModel,
  ModelDefinition,
  ModelGraph,
  NamedTensor,
  ReadFormatOptions,
  WeightsFormat,
} from '@fer/core';
import { resolveGraph, resolveModel } from '@fer/graph';
import { assertTensors } from '@fer/model';
import { mismatch, notAsFormat } from '../failures.ts';
import { type JsonObject, parseJsonObject } from '../json.ts';
import { readAll } from '../read-all.ts';
import { specOfShape } from '../spec-of-shape.ts';
import { isSafetensors, parseSafetensors, type Safetensors } from './parse-safetensors.ts';
import { asInPytorch, fromPytorch } from './pytorch-weights.ts';

/** The key of `__metadata__` under which a network of ours tells what it is. */
const OWN = 'fer';

/**
 * Tensors by name, and nothing of what is computed with them: that is told by ours in the metadata, and of PyTorch's must
 * be given as `graph`.
 */
export const safetensors: WeightsFormat = {
  id: 'safetensors',
  apiVersion: 1,
  description: 'safetensors: of ours with their graph, of PyTorch with a graph that you give',
  async sniff(files, options) {
    if (files.names.length !== 1) return false;
    const [bytes] = (await readAll(files, options)).values();
    return bytes !== undefined && isSafetensors(bytes);
  },
  read: readSafetensors,
  write: writeSafetensors,
};

async function readSafetensors(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  const contents = await readAll(files, options);
  const [[name, bytes] = [], ...others] = contents;
  if (name === undefined || bytes === undefined || others.length > 0) {
    throw notAsFormat(
      'The files',
      `must be one .safetensors, but are ${[...contents.keys()].join(', ') || 'none'}.`,
    );
  }
  const file = parseSafetensors(bytes, name);
  const own = file.metadata[OWN];
  if (own !== undefined && options.graph === undefined) {
    return readOwn(parseJsonObject(own, `The metadata of ${name}`), file, name);
  }
  const { graph: given, inputShape, tensorNames = {} } = options;
  if (given === undefined || inputShape === undefined) {
    throw notAsFormat(
      name,
      'holds tensors alone, and does not say what is computed with them. Give the network as `graph` (a ModelGraph, or `architecture.build(…)`), and its input.',
    );
  }
  const { graph, notes } = asInPytorch(given);
  const tensors = fromPytorch(graph, specOfShape(inputShape), file.tensors, tensorNames, name);
  const { inputs = { input: inputShape } } = graph;
  const producer = file.metadata.format === 'pt' ? 'PyTorch' : undefined;
  return { graph: { ...graph, inputs }, tensors, inputShape, notes, ...(producer && { producer }) };
}

/** What `writeSafetensors` wrote. */
function readOwn({ graph, labels, input }: JsonObject, file: Safetensors, name: string): ForeignModel {
  const { height, width, channels } = (input ?? {}) as { [key: string]: number };
  const inputShape = [height!, width!, channels!] as const;
  const isShape = inputShape.every((size) => Number.isInteger(size) && size >= 1 && size <= 1024);
  const isLabels = Array.isArray(labels) && labels.every((label) => typeof label === 'string');
  if (!isShape || !isLabels || typeof graph !== 'object' || graph === null) {
    throw notAsFormat(`The metadata of ${name}`, 'must have a graph, labels and an input.');
  }
  const resolved = resolveGraph(graph as ModelGraph, specOfShape(inputShape));
  const specs = resolved.layers.flatMap(({ weights }) => weights);
  const tensors = new Map<string, NamedTensor>();
  for (const { name: weight, shape } of specs) {
    const tensor = file.tensors.get(weight);
    if (tensor?.shape.join() !== shape.join()) {
      const came = tensor === undefined ? 'has none' : `is [${tensor.shape}]`;
      throw mismatch(name, `must have '${weight}' of [${shape}], but it ${came}.`, weight);
    }
    tensors.set(weight, { shape, data: tensor.read() });
  }
  const over = [...file.tensors.keys()].find((one) => !tensors.has(one));
  if (over !== undefined)
    throw mismatch(name, `has a tensor '${over}' left over, which the network does not have.`, over);
  return {
    graph: graph as ModelGraph,
    tensors,
    inputShape,
    labels: labels as string[],
    producer: '@fer/formats',
    notes: [],
  };
}

/** A file of ours: float32, names and layouts as in a weights directory, the network in the metadata. */
async function writeSafetensors(model: ModelDefinition): Promise<Map<string, Uint8Array>> {
  const { graph, input, labels, tensors } = model;
  const specs = resolveModel(model).layers.flatMap(({ weights }) => weights);
  assertTensors(tensors, specs, 'The network');
  const header: { [name: string]: unknown } = {
    __metadata__: { [OWN]: JSON.stringify({ graph, input, labels }) },
  };
  let end = 0;
  for (const { name, shape } of specs) {
    const from = end;
    end += tensors.get(name)!.data.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [from, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded by spaces, so that the numbers are aligned.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { name } of specs) {
    const { data } = tensors.get(name)!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return new Map([['model.safetensors', bytes]]);
}
