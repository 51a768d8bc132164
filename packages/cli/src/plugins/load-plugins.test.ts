import { expect, it } from 'vitest';
import { loadPlugins } from './load-plugins.ts';

it('brings tfjs, the weights of @fer/pretrained, a detector and the network of the demo', async () => {
  const names = (await loadPlugins([], process.cwd())).map(({ name }) => name);
  expect(names).toEqual(['@fer/runtime-tfjs', '@fer/pretrained', '@fer/detector-blazeface', '@fer/cli']);
});
