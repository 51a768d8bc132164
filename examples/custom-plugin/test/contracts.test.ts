import { architectureContract, layerExpansionContract, postprocessorContract } from '@fer/core/test';
import { describe, it } from 'vitest';
import { attentionBlock, attentionNet, hysteresis } from '../src/index.ts';

const trial = { inputs: [[24, 24, 16]] };
describe.each([
  ['the layer', layerExpansionContract(attentionBlock, trial)],
  ['the architecture', architectureContract(attentionNet)],
  ['the postprocessor', postprocessorContract(hysteresis)],
])('%s', (_, cases) => {
  for (const { name, run } of cases) it(name, run);
});
