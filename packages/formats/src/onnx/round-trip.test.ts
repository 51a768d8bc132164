import { EMOTIONS, type ModelDefinition } from '@fer/core';
import { LAYER_CASES, randomModel, SQUEEZE_AND_EXCITE, TWO_OUTPUTS } from '@fer/graph/test';
import { createWasmRuntime, ferNet, miniXception, tutorialCnn } from '@fer/model';

import { describe, expect, it } from 'vitest';
import { expectAgreement } from './__fixtures__/agreement.ts';
import { readOnnx } from './read/read-onnx.ts';
import { writeOnnx } from './write/write-onnx.ts';

const named = (architecture: typeof tutorialCnn | typeof miniXception | typeof ferNet): ModelDefinition => {
  const { height, width, channels } = architecture.input;
  const graph = architecture.build(architecture.defaults as never, EMOTIONS.length);
  const whole = { inputs: { input: [height, width, channels] }, ...graph };
  return { ...randomModel(whole, EMOTIONS), input: architecture.input };
};

describe('what writeOnnx writes', () => {
  it.each([
    ['tutorial-cnn', named(tutorialCnn)],
    ['mini-xception', named(miniXception)],
    ['fer-net', named(ferNet)],
    ['squeeze and excite', randomModel(SQUEEZE_AND_EXCITE.graph)],
    ['two outputs', randomModel(TWO_OUTPUTS.graph)],
  ])('is read as the same network: %s', async (_name, model) => {
    const read = await expectAgreement(writeOnnx(model), { isLast: true });
    expect(read.labels ?? []).toEqual(model.labels);

    // The compiled engine runs both, alike.
    const runtime = createWasmRuntime({ threads: 1 });
    await runtime.init();
    const networks = [await runtime.load(model), await runtime.load({ ...model, ...read })];
    const size = read.inputShape.reduce((product, length) => product * length, 1);
    const pixels = Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i));
    const [ours, theirs] = await Promise.all(networks.map((network) => network.run({ input: pixels }, 2)));
    const [given, expected] = [theirs!, ours!].map((outputs) => Object.values(outputs));
    for (const [index, values] of given!.entries()) {
      const error = Math.max(...values.map((value, i) => Math.abs(value - expected![index]![i]!)));
      expect(error).toBeLessThan(1e-5);
    }
    for (const network of networks) network.dispose();
  });

  const readable = LAYER_CASES.filter(({ graph }) => {
    const [shape, ...more] = Object.values(graph.inputs ?? {});
    return shape?.length === 3 && more.length === 0 && graph.layers.length === 1;
  });
  /** Of the types that ONNX has an operator for that this reader reads. */
  const unread = /upSampling2d|activation:gelu_new/;
  /** A file that gives back its picture is no network. */
  const idle = /activation:linear} of 3|dropout|padding:0|dims:\[(3,1,2|1,2,3)/;
  const cases = readable.filter(({ name }) => !unread.test(name) && !idle.test(name));

  it.each(cases.map(({ name, graph }) => [name, graph] as const))('%s', async (_name, graph) => {
    await expectAgreement(writeOnnx(randomModel(graph)), { isLast: true });
  });

  it('reads GELU as one layer', () => {
    const [gelu] = readable.filter(({ name }) => name.startsWith('activation {activation:gelu}'));
    const { graph } = readOnnx(writeOnnx(randomModel(gelu!.graph)));
    expect(graph.layers.map(({ config }) => config.activation)).toEqual(['gelu']);
  });
});
