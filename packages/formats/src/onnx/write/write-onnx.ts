import type { Endpoint, ModelDefinition } from '@fer/core';
import { dropUnread, type ResolvedGraph, resolveModel } from '@fer/graph';
import { assertTensors } from '@fer/model';
import { encodeModel, type OnnxNode, type OnnxValue } from './encode-model.ts';
import { GraphBuilder } from './graph-builder.ts';
import { writeLayer } from './layers/index.ts';
import { toFileOrder, toGraphOrder } from './memory-order.ts';

/** The lowest in which every operator here means what it does today; read by onnxruntime from 1.6 (2020) on. */
const OPSET = 13;
/** The version of the file format that came with opset 13: github.com/onnx/onnx/blob/main/docs/Versioning.md. */
const IR_VERSION = 7;

/** What a classifier's output is called in the file. */
const PROBABILITIES = 'probabilities';

/**
 * Writes a network as an ONNX file (opset 13), for any engine that reads ONNX.
 *
 * Inputs and outputs have their names in the graph, but a classifier's output is `probabilities`: `[batch, labels]`,
 * rows sum to 1. All are float32, pictures `[batch, height, width, channels]`, scaled to the range of the input spec.
 * Any batch size will do. The labels (a JSON array) and the input's range are in the file's metadata as `labels` and
 * `input_range`. Inside it computes in NCHW.
 *
 * @returns the bytes of a `.onnx` file
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, if the graph cannot be computed; `FER_WEIGHTS_MISMATCH` naming
 * the tensor, if one is missing, too many or misshapen
 */
export function writeOnnx(model: ModelDefinition): Uint8Array<ArrayBuffer> {
  const { input, labels, tensors } = model;
  const whole = resolveModel(model);
  const specs = whole.layers.flatMap(({ weights }) => weights);
  assertTensors(tensors, specs, 'The network');
  const graph = dropUnread(whole);
  const outputNames = outputNamesOf(graph, labels);

  const builder = new GraphBuilder([...graph.inputs.map(({ name }) => name), ...outputNames]);
  const values = new Map(
    graph.inputs.map(({ name, shape }) => [name, toFileOrder(builder, name, name, shape)]),
  );
  for (const layer of graph.layers) {
    const inputs = layer.inputs.map((name) => values.get(name)!);
    const weight = (name: string) => tensors.get(`${layer.name}/${name}`);
    values.set(layer.name, writeLayer({ builder, layer, inputs, weight }));
  }
  const results = graph.outputs.map(({ name, shape }) =>
    toGraphOrder(builder, name, values.get(name)!, shape),
  );
  return encodeModel({
    producer: '@fer/formats',
    opset: OPSET,
    irVersion: IR_VERSION,
    graphName: 'fer',
    nodes: nameOutputs(builder.nodes, results, outputNames),
    tensors: builder.tensors,
    inputs: graph.inputs.map(onnxValue),
    outputs: graph.outputs.map((output, index) => onnxValue({ ...output, name: outputNames[index]! })),
    metadata: { labels: JSON.stringify(labels), input_range: JSON.stringify(input.range) },
  });
}

/** What the outputs are called in the file, in their order. */
export function outputNamesOf({ outputs, inputs }: ResolvedGraph, labels: readonly string[]): string[] {
  if (labels.length > 0) return [PROBABILITIES];
  // No value of a file may be both.
  const isInput = (name: string) => inputs.some((input) => input.name === name);
  return outputs.map(({ name }) => (isInput(name) ? `${name}/output` : name));
}

function onnxValue({ name, shape }: Endpoint): OnnxValue {
  return { name, shape: ['batch', ...shape] };
}

/** Gives results the names of the outputs: each by an operator of its own, but the only one by its own operator. */
function nameOutputs(
  nodes: readonly OnnxNode[],
  results: readonly string[],
  names: readonly string[],
): OnnxNode[] {
  const [only, ...more] = results;
  if (more.length === 0 && nodes.some(({ output }) => output === only)) {
    const rename = (value: string): string => (value === only ? names[0]! : value);
    return nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), output: rename(node.output) }));
  }
  const named = results.map((result, index): OnnxNode => {
    const output = names[index]!;
    return { name: `${output}/Identity`, operator: 'Identity', inputs: [result], output, attributes: {} };
  });
  return [...nodes, ...named];
}
