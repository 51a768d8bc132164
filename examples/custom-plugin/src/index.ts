import { definePlugin } from '@fer/core';
import { attentionBlock } from './attention-block.ts';
import { attentionNet } from './attention-net.ts';
import { hysteresis } from './hysteresis.ts';

/** What `createFer({ plugins: [plugin] })`, `train({ plugins: [plugin] })` and `fer --plugin fer-plugin-attention` take. */
export const plugin = definePlugin({
  name: 'fer-plugin-attention',
  apiVersion: 1,
  contributes: {
    layers: [attentionBlock],
    architectures: [attentionNet],
    postprocessors: [hysteresis],
  },
});

export { attentionBlock, attentionNet, hysteresis };
