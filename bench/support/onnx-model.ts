import type { LayerNode, ModelDefinition } from '@fer/core';

/** A protobuf message as bytes: enough of protobuf.dev/programming-guides/encoding for onnx.proto. */
class Message {
  readonly #parts: Uint8Array[] = [];

  number(field: number, value: number): this {
    this.#parts.push(varint(field << 3), varint(value));
    return this;
  }

  float(field: number, value: number): this {
    this.#parts.push(varint((field << 3) | 5), new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array | string | Message): this {
    const bytes =
      value instanceof Message
        ? value.toBytes()
        : typeof value === 'string'
          ? new TextEncoder().encode(value)
          : value;
    this.#parts.push(varint((field << 3) | 2), varint(bytes.length), bytes);
    return this;
  }

  toBytes(): Uint8Array {
    const all = new Uint8Array(this.#parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return Uint8Array.from([...bytes, rest]);
}

type Attribute = number | string | readonly number[] | { float: number };

function node(
  type: string,
  inputs: string[],
  output: string,
  attributes: Record<string, Attribute> = {},
): Message {
  const message = new Message();
  for (const input of inputs) message.bytes(1, input);
  message.bytes(2, output).bytes(3, output).bytes(4, type);
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = new Message().bytes(1, name);
    if (typeof value === 'number') attribute.number(3, value).number(20, 2);
    else if (typeof value === 'string') attribute.bytes(4, value).number(20, 3);
    else if ('float' in value) attribute.float(2, value.float).number(20, 1);
    else {
      for (const item of value) attribute.number(8, item);
      attribute.number(20, 7);
    }
    message.bytes(5, attribute);
  }
  return message;
}

function tensor(name: string, shape: readonly number[], data: Float32Array): Message {
  const message = new Message();
  for (const size of shape) message.number(1, size);
  return message
    .number(2, 1)
    .bytes(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function value(name: string, shape: readonly (number | string)[]): Message {
  const dims = new Message();
  for (const size of shape) {
    dims.bytes(1, typeof size === 'number' ? new Message().number(1, size) : new Message().bytes(2, size));
  }
  const tensorType = new Message().number(1, 1).bytes(2, dims);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensorType));
}

const pair = (value: unknown, standard: number): [number, number] =>
  Array.isArray(value)
    ? (value as [number, number])
    : [(value as number) ?? standard, (value as number) ?? standard];

/** NHWC `pixels` to `probabilities`, ONNX opset 17, channels first inside. */
export function onnxModel({ graph, input, labels, tensors }: ModelDefinition): Uint8Array {
  const nodes: Message[] = [];
  const initializers: Message[] = [];
  const shapes = new Map<string, number[]>([['input', [input.channels, input.height, input.width]]]);
  const emit = (...args: Parameters<typeof node>) => void nodes.push(node(...args));
  emit('Transpose', ['pixels'], 'input', { perm: [0, 3, 1, 2] });

  const constant = (name: string, shape: number[], data: Float32Array): string => {
    initializers.push(tensor(name, shape, data));
    return name;
  };
  const weight = (name: string) => tensors.get(name)!;
  const kernel = (name: string): string => {
    const { shape, data } = weight(name);
    const [h, w, c, f] = shape as [number, number, number, number];
    const depthwise = name.endsWith('depthwise_kernel');
    const moved = new Float32Array(data.length);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++)
        for (let i = 0; i < c; i++)
          for (let o = 0; o < f; o++) {
            const to = depthwise ? ((i * f + o) * h + y) * w + x : ((o * c + i) * h + y) * w + x;
            moved[to] = data[((y * w + x) * c + i) * f + o]!;
          }
    return constant(name, depthwise ? [c * f, 1, h, w] : [f, c, h, w], moved);
  };
  const vector = (name: string): string[] =>
    tensors.has(name) ? [constant(name, [...weight(name).shape], weight(name).data)] : [];

  let previous = 'input';
  let flattened: number[] | undefined;
  for (const layer of graph.layers) {
    const inputs = [...(layer.inputs ?? [previous])];
    const shape = shapes.get(inputs[0]!)!;
    const activation = layer.type === 'activation' ? undefined : layer.config.activation;
    const before = activation === undefined ? layer.name : `${layer.name}/before`;
    shapes.set(layer.name, compute(layer, inputs, before, shape));
    if (activation !== undefined) emit(activation === 'relu' ? 'Relu' : 'Softmax', [before], layer.name);
    previous = layer.name;
  }
  emit('Identity', [previous], 'probabilities');

  const graphMessage = new Message();
  for (const item of nodes) graphMessage.bytes(1, item);
  graphMessage.bytes(2, 'fer');
  for (const item of initializers) graphMessage.bytes(5, item);
  graphMessage
    .bytes(11, value('pixels', ['batch', input.height, input.width, input.channels]))
    .bytes(12, value('probabilities', ['batch', labels.length]));
  return new Message()
    .number(1, 8)
    .bytes(7, graphMessage)
    .bytes(8, new Message().bytes(1, '').number(2, 17))
    .toBytes();

  function compute(
    { type, config, name }: LayerNode,
    inputs: string[],
    output: string,
    shape: number[],
  ): number[] {
    const [c, h, w] = shape as [number, number, number];
    const same = config.padding === 'same';
    const window = (size: [number, number], strides: [number, number], channels: number): number[] => [
      channels,
      ...[h, w].map((extent, i) =>
        same ? Math.ceil(extent / strides[i]!) : Math.floor((extent - size[i]!) / strides[i]!) + 1,
      ),
    ];
    const auto_pad = same ? 'SAME_UPPER' : 'VALID';
    switch (type) {
      case 'conv2d': {
        const strides = pair(config.strides, 1);
        emit('Conv', [...inputs, kernel(`${name}/kernel`), ...vector(`${name}/bias`)], output, {
          strides,
          auto_pad,
        });
        return window(pair(config.kernelSize, 1), strides, config.filters as number);
      }
      case 'separableConv2d': {
        const strides = pair(config.strides, 1);
        const depthwise = kernel(`${name}/depthwise_kernel`);
        emit('Conv', [...inputs, depthwise], `${name}/depth`, { strides, auto_pad, group: c });
        emit(
          'Conv',
          [`${name}/depth`, kernel(`${name}/pointwise_kernel`), ...vector(`${name}/bias`)],
          output,
        );
        return window(pair(config.kernelSize, 1), strides, config.filters as number);
      }
      case 'batchNormalization': {
        const parts = ['gamma', 'beta', 'moving_mean', 'moving_variance'].flatMap((part) =>
          vector(`${name}/${part}`),
        );
        emit('BatchNormalization', [...inputs, ...parts], output, { epsilon: { float: 1e-3 } });
        return shape;
      }
      case 'maxPooling2d':
      case 'averagePooling2d': {
        const size = pair(config.poolSize, 2);
        const strides = pair(config.strides ?? config.poolSize, 2);
        const op = type === 'maxPooling2d' ? 'MaxPool' : 'AveragePool';
        emit(op, inputs, output, { kernel_shape: size, strides, auto_pad });
        return window(size, strides, c);
      }
      case 'globalAveragePooling2d':
        emit('GlobalAveragePool', inputs, `${output}/map`);
        emit('Flatten', [`${output}/map`], output);
        return [c];
      case 'flatten':
        flattened = shape;
        emit('Flatten', inputs, output);
        return [c * h * w];
      case 'dense': {
        const { shape: sizes, data } = weight(`${name}/kernel`);
        const [rows, units] = sizes as [number, number];
        let ordered = data;
        if (flattened) {
          // Flattened channels last in the graph, channels first in ONNX.
          const [fc, fh, fw] = flattened as [number, number, number];
          ordered = new Float32Array(data.length);
          for (let i = 0; i < fh * fw; i++)
            for (let channel = 0; channel < fc; channel++) {
              const from = (i * fc + channel) * units;
              ordered.set(data.subarray(from, from + units), (channel * fh * fw + i) * units);
            }
          flattened = undefined;
        }
        const B = constant(`${name}/kernel`, [rows, units], ordered);
        emit('Gemm', [...inputs, B, ...vector(`${name}/bias`)], output);
        return [units];
      }
      case 'activation':
        emit(config.activation === 'relu' ? 'Relu' : 'Softmax', inputs, output);
        return shape;
      case 'dropout':
        emit('Identity', inputs, output);
        return shape;
      case 'add':
        emit('Add', inputs, output);
        return shape;
      default:
        throw new Error(`no ONNX for ${type}`);
    }
  }
}
