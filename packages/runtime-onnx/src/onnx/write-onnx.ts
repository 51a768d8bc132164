import { FerError, type ModelDefinition } from '@fer/core';
import { assertTensors, traceGraph, weightSpecs } from '@fer/model';
import { GraphBuilder } from './graph-builder.ts';
import { assertOptions } from './layer-options.ts';
import { LAYER_WRITERS } from './layers/index.ts';
import { encodeModel, type OnnxNode } from './proto.ts';

/** The lowest in which every operator here means what it does today; read by onnxruntime from 1.6 (2020) on. */
const OPSET = 13;
/** The version of the file format that came with opset 13: github.com/onnx/onnx/blob/main/docs/Versioning.md. */
const IR_VERSION = 7;

/** The names of the network's input and output in the file. */
export const INPUT_NAME = 'input';
export const OUTPUT_NAME = 'probabilities';

/**
 * Writes a network as an ONNX file (opset 13), for any engine that reads ONNX.
 *
 * Its input is `input`, `[batch, height, width, channels]`, NHWC, float32, scaled to the range of the input spec; its
 * output `probabilities`, `[batch, labels]`, float32, rows sum to 1. Any batch size will do. The labels (a JSON array)
 * and the input's range are in the file's metadata as `labels` and `input_range`. Inside it computes in NCHW.
 *
 * @returns the bytes of a `.onnx` file
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, if the graph cannot be computed or has an option that this
 * does not know; `FER_WEIGHTS_MISMATCH` naming the tensor, if one is missing, too many or misshapen
 */
export function writeOnnx(model: ModelDefinition): Uint8Array<ArrayBuffer> {
  const { graph, input, labels, tensors } = model;
  const layers = traceGraph(graph, input);
  assertTensors(tensors, weightSpecs(graph, input), 'The network');

  const builder = new GraphBuilder([INPUT_NAME, OUTPUT_NAME]);
  const start = builder.add(INPUT_NAME, 'Transpose', [INPUT_NAME], { perm: [0, 3, 1, 2] });
  const values = new Map([[INPUT_NAME, start]]);
  let previous = INPUT_NAME;
  for (const { node, inputs, output } of layers) {
    assertOptions(node);
    const value = LAYER_WRITERS[node.type]({
      builder,
      node,
      inputs: (node.inputs ?? [previous]).map((name) => values.get(name)!),
      inputShape: inputs[0]!,
      outputShape: output,
      weight: (name) => tensors.get(`${node.name}/${name}`),
    });
    values.set(node.name, value);
    previous = node.name;
  }

  const last = layers.at(-1);
  if (last === undefined || last.output.join() !== String(labels.length)) {
    throw new FerError(
      'FER_GRAPH_INVALID',
      `The network gives [${last?.output ?? ''}] for an image and must give one number for each of its ${labels.length} labels.`,
      { details: { output: last?.output, labels: labels.length } },
    );
  }
  return encodeModel({
    producer: '@fer/runtime-onnx',
    opset: OPSET,
    irVersion: IR_VERSION,
    graphName: 'fer',
    nodes: renameValue(builder.nodes, values.get(previous)!, OUTPUT_NAME),
    tensors: builder.tensors,
    inputs: [{ name: INPUT_NAME, shape: ['batch', input.height, input.width, input.channels] }],
    outputs: [{ name: OUTPUT_NAME, shape: ['batch', labels.length] }],
    metadata: { labels: JSON.stringify(labels), input_range: JSON.stringify(input.range) },
  });
}

function renameValue(nodes: readonly OnnxNode[], from: string, to: string): OnnxNode[] {
  const rename = (name: string): string => (name === from ? to : name);
  return nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), output: rename(node.output) }));
}
