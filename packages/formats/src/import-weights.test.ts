import type { ForeignModel, WeightsFormat } from '@fer/core';
import { createWasmRuntime, defineModel } from '@fer/model';
import { File as Hdf5File } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { compute, largestDifference } from '../test/compute.ts';
import { describeFile } from './describe-file.ts';
import { importWeights } from './import-weights.ts';
import type { InputPresetId } from './input-presets.ts';
import { kerasFile, kerasFiles, PICTURE } from './keras/__fixtures__/fixtures.ts';
import { loadHdf5 } from './keras/hdf5.ts';

const INPUT = { width: 10, height: 12, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;
const LABELS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const OPTIONS = { input: INPUT, labels: LABELS };

/** A file that Keras wrote, changed. */
async function changedH5(name: string, change: (file: Hdf5File) => void): Promise<Map<string, Uint8Array>> {
  const { FS } = await loadHdf5();
  FS.writeFile('/changed.h5', kerasFile(name));
  const file = new Hdf5File('/changed.h5', 'a');
  change(file);
  file.close();
  return new Map([[name, FS.readFile('/changed.h5').slice()]]);
}

type Layers = {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown[];
}[];

function changedJson(change: (layers: Layers) => void): Map<string, Uint8Array> {
  const files = kerasFiles('keras2-tutorial.json', 'keras2-tutorial.h5');
  const json = JSON.parse(new TextDecoder().decode(files.get('keras2-tutorial.json')));
  change(json.config.layers);
  return files.set('keras2-tutorial.json', new TextEncoder().encode(JSON.stringify(json)));
}

describe('input', () => {
  it('is never guessed', async () => {
    const files = kerasFiles('keras3-many.h5');
    for (const options of [{}, { labels: LABELS }]) {
      await expect(importWeights(files, options as never)).rejects.toMatchObject({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringMatching(/'fer2013-01', 'xception-pm1', 'ferplus-255', 'imagenet-224'/),
      });
    }
  });

  it('must be of the size that the network takes', async () => {
    await expect(importWeights(kerasFiles('keras3-many.h5'), { input: 'fer2013-01' })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      message: expect.stringContaining(
        "[12,10,1] (height, width, channels), but the preset 'fer2013-01' says [48,48,1]",
      ),
    });
  });

  it('names a preset that was misspelt', async () => {
    const input = 'xception-pm' as InputPresetId;
    await expect(importWeights(kerasFiles('keras3-many.h5'), { input })).rejects.toThrow(
      /Did you mean 'xception-pm1'/,
    );
  });

  it('takes a mean and a deviation into the network', async () => {
    const files = kerasFiles('keras3-many.h5');
    const plain = await importWeights(files, OPTIONS);
    const input = { ...INPUT, mean: [0.4], deviation: [0.25] };
    const shifted = await importWeights(files, { ...OPTIONS, input });
    expect(shifted.input).toEqual(INPUT);
    const scaled = PICTURE.map((value) => (value - 0.4) / 0.25);
    const expected = compute({ graph: plain.graph!, tensors: plain.tensors }, INPUT, scaled);
    const given = compute({ graph: shifted.graph!, tensors: shifted.tensors }, INPUT, PICTURE);
    expect(largestDifference(given, expected)).toBeLessThan(1e-5);
    const network = await createWasmRuntime({ threads: 1 }).load(defineModel(shifted));
    expect(largestDifference(await network.predict(PICTURE, 1), expected)).toBeLessThan(1e-5);
    network.dispose();
  });
});

describe('labels', () => {
  it('must be given where nothing says them', async () => {
    await expect(importWeights(kerasFiles('keras3-many.h5'), { input: INPUT })).rejects.toThrow(
      /`labels` is missing. The network gives 7 classes/,
    );
  });
  it('must be as many as the network gives', async () => {
    await expect(
      importWeights(kerasFiles('keras3-many.h5'), { input: INPUT, labels: ['a', 'b'] }),
    ).rejects.toMatchObject({ code: 'FER_WEIGHTS_MISMATCH' });
  });
});

describe('logits', () => {
  it('get a softmax, and it is said', async () => {
    const files = changedJson((layers) => {
      layers.at(-1)!.config.activation = 'linear';
    });
    const { graph, training } = await importWeights(files, OPTIONS);
    expect(graph!.layers.at(-1)).toMatchObject({ type: 'activation', config: { activation: 'softmax' } });
    expect(training!.notes).toEqual([expect.stringContaining('a softmax was put after it')]);
  });
  it('are not made of a sigmoid', async () => {
    const files = changedJson((layers) => {
      layers.at(-1)!.config.activation = 'sigmoid';
    });
    await expect(importWeights(files, OPTIONS)).rejects.toMatchObject({ code: 'FER_GRAPH_INVALID' });
  });
});

describe('every tensor is in its place, or an error names it', () => {
  it.each<[string, (file: Hdf5File) => void, string, RegExp]>([
    [
      'a layer without weights',
      (file) => {
        const group = file.get('model_weights/conv2d') as Hdf5File;
        group.delete_attribute('weight_names');
        group.create_attribute('weight_names', new Float32Array(), [0]);
      },
      'FER_WEIGHTS_MISMATCH',
      /no weights for 'conv2d'/,
    ],
    [
      'a layer left over',
      (file) => {
        const group = file.get('model_weights/add') as Hdf5File;
        group.delete_attribute('weight_names');
        group.create_attribute('weight_names', ['x/kernel:0'], [1], 'S10');
        group.create_dataset({ name: 'x/kernel:0'.replace('/', '_'), data: new Float32Array(1) });
        group.create_group('x').create_dataset({ name: 'kernel:0', data: new Float32Array(1) });
      },
      'FER_WEIGHTS_MISMATCH',
      /left over, of 'add'/,
    ],
    [
      'a tensor that is named and not there',
      (file) => {
        const group = file.get('model_weights/conv2d') as Hdf5File;
        group.delete_attribute('weight_names');
        group.create_attribute('weight_names', ['nowhere:0'], [1], 'S9');
      },
      'FER_WEIGHTS_CORRUPT',
      /'nowhere:0', which is not there/,
    ],
    [
      "two kinds in each other's place",
      (file) => {
        const group = file.get('model_weights/conv2d') as Hdf5File;
        group.delete_attribute('weight_names');
        group.create_attribute('weight_names', ['bias:0'], [1], 'S6');
        group.create_dataset({ name: 'bias:0', data: new Float32Array(36), shape: [3, 3, 1, 4] });
      },
      'FER_WEIGHTS_MISMATCH',
      /no kernel for 'conv2d\/kernel', but 'bias:0'/,
    ],
    [
      'a shape of another network',
      (file) => {
        const group = file.get('model_weights/conv2d') as Hdf5File;
        group.delete_attribute('weight_names');
        group.create_attribute('weight_names', ['kernel:0'], [1], 'S8');
        group.create_dataset({ name: 'kernel:0', data: new Float32Array(36), shape: [4, 1, 3, 3] });
      },
      'FER_WEIGHTS_MISMATCH',
      /'kernel:0' of \[4,1,3,3\] for 'conv2d\/kernel', which must be \[3,3,1,4\]/,
    ],
  ])('%s', async (_, change, code, message) => {
    const files = await changedH5('keras3-many.h5', change);
    await expect(importWeights(files, OPTIONS)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('takes layers of other names in their order, and says so', async () => {
    const files = changedJson((layers) => {
      for (const one of layers) one.config.name = `own_${one.config.name}`;
    });
    const { training, graph, tensors } = await importWeights(files, OPTIONS);
    expect(training!.notes).toEqual([expect.stringContaining('taken in their order')]);
    const other = await importWeights(kerasFiles('keras2-tutorial.json', 'keras2-tutorial.h5'), OPTIONS);
    expect(compute({ graph: graph!, tensors }, INPUT, PICTURE)).toEqual(
      compute({ graph: other.graph!, tensors: other.tensors }, INPUT, PICTURE),
    );
  });

  it('refuses weights without their structure', async () => {
    await expect(importWeights(kerasFiles('keras2-tutorial.h5'), OPTIONS)).rejects.toThrow(/to_json/);
  });
});

describe('layers that cannot be had', () => {
  it.each<[string, (layers: Layers) => void, RegExp]>([
    [
      'code',
      (layers) => {
        layers[2]!.class_name = 'Lambda';
      },
      /is Python code, which is never executed/,
    ],
    [
      'an unknown class',
      (layers) => {
        layers[2]!.class_name = 'LSTM';
      },
      /'max_pooling2d.*' \(LSTM\) is of a class/,
    ],
    [
      'an unknown function',
      (layers) => {
        layers[1]!.config.activation = 'exponential';
      },
      /has an activation 'exponential'/,
    ],
    [
      'channels first',
      (layers) => {
        layers[1]!.config.data_format = 'channels_first';
      },
      /channels first/,
    ],
  ])('%s', async (_, change, message) => {
    await expect(importWeights(changedJson(change), OPTIONS)).rejects.toMatchObject({
      code: 'FER_GRAPH_UNSUPPORTED',
      message: expect.stringMatching(message),
    });
  });
});

it('refuses a heap of texts in which the HDF5 library would go in a circle', async () => {
  const bytes = kerasFile('keras3-many.h5');
  const heap = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('GCOL');
  // The first entry becomes free room of no size.
  bytes.fill(0, heap + 16, heap + 32);
  await expect(importWeights(new Map([['a.h5', bytes]]), OPTIONS)).rejects.toMatchObject({
    code: 'FER_WEIGHTS_CORRUPT',
    message: expect.stringContaining('a heap whose entries do not go on'),
  });
});

it('says what is no file of any format', async () => {
  const files = new Map([['x.txt', new TextEncoder().encode('hello')]]);
  await expect(importWeights(files, OPTIONS)).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    message: expect.stringMatching(/x\.txt: no format knows what this is. Known: keras-h5/),
  });
});

it('describes a file of which nothing is known', async () => {
  const found = await describeFile(kerasFiles('keras3-many.h5'));
  expect(found).toMatchObject({ format: 'keras-h5', producer: 'Keras 3.15.1', inputShape: [12, 10, 1] });
  expect(found.parameters).toBe(1135);
  expect(found.layers[0]).toEqual({ name: 'zero_padding2d', type: 'zeroPadding2d' });
});

describe('a format of a plugin', () => {
  const file = new Map([['a.bin', Uint8Array.of(1, 2, 3)]]);
  const format = (id: string, changes: Partial<WeightsFormat>): WeightsFormat => ({
    id,
    apiVersion: 1,
    description: 'for tests',
    sniff: async () => true,
    read: async () => ({}) as ForeignModel,
    ...changes,
  });
  const failing = () => Promise.reject(new TypeError('odd'));
  const read = (...weightsFormats: WeightsFormat[]) =>
    importWeights(file, {
      ...OPTIONS,
      plugins: [{ name: 'theirs', apiVersion: 1, contributes: { weightsFormats } }],
    });

  it.each<[string, WeightsFormat, string, string]>([
    ['fails to look', format('odd', { sniff: failing }), 'FER_PLUGIN_FAILED', 'failed in `sniff`: odd.'],
    ['fails to read', format('odd', { read: failing }), 'FER_PLUGIN_FAILED', 'failed in `read`: odd.'],
    [
      'gives no network',
      format('odd', {}),
      'FER_PLUGIN_RESULT',
      'must give a graph, its tensors and notes in `read`',
    ],
  ])('is named if it %s', async (_, broken, code, message) => {
    await expect(read(broken)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`The weights format "odd" of plugin "theirs" ${message}`),
    });
  });

  it('that fails to look leaves the file to others', async () => {
    await expect(read(format('odd', { sniff: failing }), format('even', {}))).rejects.toThrow('"even"');
  });
});
