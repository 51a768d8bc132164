import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_WEIGHTS, loadWeights, PRETRAINED_WEIGHTS } from '@fer/model';
import { describe, expect, it } from 'vitest';
import { createPlugin, plugin } from './index.ts';
import { WEIGHTS_FILES } from './weights-files.ts';

const folder = (name: string) => fileURLToPath(new URL(`../${name}/`, import.meta.url));
const source = plugin.contributes.weightsSources[0];

/** A weights directory of this package, as it is kept. */
function kept(id: string): Map<string, Uint8Array> {
  const names = readdirSync(folder(`weights/${id}`));
  return new Map(names.map((name) => [name, readFileSync(`${folder(`weights/${id}`)}${name}`)]));
}

it('holds a folder and a model card for each id, and no others', () => {
  expect(readdirSync(folder('weights')).sort()).toEqual([...PRETRAINED_WEIGHTS].sort());
  expect(readdirSync(folder('MODEL_CARDS')).sort()).toEqual(
    PRETRAINED_WEIGHTS.map((id) => `${id}.md`).sort(),
  );
});

describe.each(PRETRAINED_WEIGHTS)('%s', (id) => {
  it('lists the files of its folder', () => {
    expect(Object.keys(WEIGHTS_FILES[id]).sort()).toEqual([...kept(id).keys()].sort());
  });

  it('is read whole, as it is kept, in float16, or with kernels in int8', async () => {
    const files = await source.open(id);
    for (const [name, bytes] of kept(id)) expect(Buffer.compare(await files.read(name), bytes), name).toBe(0);
    expect((await loadWeights(files)).labels.length).toBeGreaterThan(0);
    const { tensors } = JSON.parse(new TextDecoder().decode(kept(id).get('fer.json')));
    const dtypes = new Set(tensors.map(({ dtype }: { dtype: string }) => dtype));
    expect([...dtypes].sort()).toEqual(id === 'tutorial-cnn' ? ['float16'] : ['float16', 'int8']);
    // Those of depthwise convolutions are too small to be worth it.
    const large = tensors.filter(({ name }: { name: string }) => /(\/|pointwise_)kernel$/.test(name));
    expect(new Set(large.map(({ dtype }: { dtype: string }) => dtype)).size).toBe(1);
  });
});

it('has weights of format version 1, which are read as ever', () => {
  for (const id of PRETRAINED_WEIGHTS) {
    const { formatVersion, graph } = JSON.parse(new TextDecoder().decode(kept(id).get('fer.json')));
    expect([formatVersion, graph], id).toEqual([1, undefined]);
  }
});

it('leaves other references to others', () => {
  for (const reference of [DEFAULT_WEIGHTS, './tutorial-cnn', 'toString']) {
    expect(source.matches(reference), reference).toBe(false);
  }
});

it('takes its files from elsewhere, and says how where they are missing', async () => {
  const asked: string[] = [];
  const assets = (name: string) => {
    asked.push(name);
    return readFileSync(folder('assets') + name);
  };
  const [elsewhere] = createPlugin({ assets }).contributes.weightsSources;
  expect((await loadWeights(await elsewhere.open('tutorial-cnn'))).labels).toHaveLength(7);
  expect(asked).toEqual(['tutorial-cnn-manifest.bin', 'tutorial-cnn-weights-1.bin']);

  const [nowhere] = createPlugin({ assets: folder('nowhere') }).contributes.weightsSources;
  await expect(loadWeights(await nowhere.open('tutorial-cnn'))).rejects.toMatchObject({
    code: 'FER_WEIGHTS_NOT_FOUND',
    message: expect.stringMatching(
      /'tutorial-cnn' of @fer\/pretrained .*@fer\/pretrained\/assets .*createPlugin/,
    ),
  });
  expect(() => createPlugin({ asset: '/' } as never)).toThrow(/asset/);
});
