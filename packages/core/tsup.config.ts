import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    'only-in-node': 'src/decode/only-in-node.ts',
    'test/index': 'src/test/index.ts',
  },
});
